package greenloom.hub;

/**
 * Where the events of one watcher come from. It tells {@link Watcher#fire}, and then nothing until
 * {@link #again}, or counts. Any thread; nothing here waits.
 */
interface EventSource {
  /** Begins to tell {@code watcher}. */
  void begin(Watcher watcher);

  /** The watcher has dealt with what it was told. */
  default void again() {}

  /** Ends it, and calls {@code then} when that is done; called once. */
  void end(Runnable then);

  /** Whether nothing more can come. */
  default boolean gone() {
    return false;
  }

  /** Whether events come from outside of the hub, so that its clock and its waits cannot tell. */
  boolean outside();

  /** What kind it is, in a word; {@code toString} says more. */
  String kind();
}
