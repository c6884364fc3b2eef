package greenloom.hub;

/**
 * Whether the home thread of a hub, which runs the loop because it waits, has to leave it: its turn
 * has come, or it was interrupted. A spare that runs the loop meanwhile leaves that to it.
 */
final class RootCall {
  private final Thread home;
  private final Poller poller;

  // set by the carrier, and by who interrupts; taken by the home thread, and read after a sleep has
  // been announced
  private volatile boolean waits;
  private volatile boolean turn;
  private volatile boolean interrupted;

  RootCall(Thread home, Poller poller) {
    this.home = home;
    this.poller = poller;
  }

  /** The home thread has come to wait, and will leave when it is called. */
  void begin() {
    waits = true;
  }

  /** It leaves. */
  void end() {
    waits = false;
    turn = false;
  }

  /** Its turn in the ready queue has come. */
  void turn() {
    turn = true;
  }

  /** It was interrupted. Any thread. */
  void interrupt() {
    interrupted = true;
    poller.wake();
  }

  /** Whether it was interrupted since last asked. */
  boolean takeInterrupt() {
    boolean was = interrupted;
    interrupted = false;
    return was;
  }

  /** Whether {@code me} is it and has to leave. */
  boolean due(Thread me) {
    return (turn || interrupted) && waits && me == home;
  }
}
