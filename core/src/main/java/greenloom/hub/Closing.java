package greenloom.hub;

/**
 * The end of a hub as its loop sees it: everybody is killed, who begins now too, and gets some
 * time. The hub's carrier only.
 */
final class Closing {
  private static final long FOREVER = Long.MAX_VALUE / 4;

  private final Hub hub;
  private final Roster roster;
  private boolean begun;
  private long deadline;

  Closing(Hub hub, Roster roster) {
    this.hub = hub;
    this.roster = roster;
  }

  /** Kills all, and gives them until {@code until}, in System.nanoTime. */
  void begin(long until) {
    begun = true;
    deadline = until;
    roster.threads().forEach(this::kill);
  }

  /** {@code thread} is about to run for the first time. */
  void admit(GreenThread thread) {
    if (begun) {
      kill(thread);
    }
  }

  private void kill(GreenThread thread) {
    thread.deliver(new GreenletExit("hub " + hub.name() + " is closed"));
  }

  /** Whether the loop may end: all have ended, and {@code nothing} is left to do, or time is up. */
  boolean over(boolean nothing) {
    return begun && ((nothing && roster.live() == 0) || nanosLeft() <= 0);
  }

  /** How long the loop may sleep for the sake of the end. */
  long nanosLeft() {
    return begun ? deadline - System.nanoTime() : FOREVER;
  }
}
