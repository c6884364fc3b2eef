package greenloom.jdk;

/** Who is told that something has come to be read at a descriptor; see {@link Epoll#watch}. */
public abstract class Watch {
  /** Whether a thread may be waiting for the descriptor by {@link Epoll#arm}, beside this. */
  volatile boolean armed = true; // one that began before the watch

  /** Makes one that watches nothing yet. */
  protected Watch() {}

  /**
   * Something has come: bytes, the end, or a failure. Called on the carrier, between two runs; must
   * not wait.
   *
   * @param special whether it is more than bytes: the end, a failure, urgent data
   */
  protected abstract void arrived(boolean special);

  /** A thread that waited beside this is about to read. Called by that thread. */
  protected abstract void taking();
}
