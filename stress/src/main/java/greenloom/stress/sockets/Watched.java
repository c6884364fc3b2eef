package greenloom.stress.sockets;

/** Something that has to get on, for as long as it is there. */
interface Watched {
  /** A number that changes whenever it gets on. Any thread. */
  long progress();
}
