package greenloom.hub;

/**
 * How long the green thread that a hub runs at present has gone on without letting the others run,
 * as far as its waits that need not wait tell. For that thread only, on the hub's carrier.
 */
final class Slice {
  /** One call in so many reads the clock; a power of two less one. */
  private static final int OFTEN = (1 << 6) - 1;

  /** One call in so many ends the slice where the clock does not tell. */
  private static final int VERY_OFTEN = (1 << 16) - 1;

  private final Clock clock;
  private int calls;
  private long run = -1;
  private long start;

  Slice(Clock clock) {
    this.clock = clock;
  }

  /** Counts a wait that need not wait; returns true if it should let others go first. */
  boolean over(Loop loop) {
    int n = ++calls;
    if ((n & OFTEN) != 0 || !loop.baton().mine()) {
      return false;
    }
    long now = clock.nanoTime();
    if (run != loop.runs()) {
      run = loop.runs();
      start = now;
      return false;
    }
    return now - start > Hub.SLICE_NANOS || (n & VERY_OFTEN) == 0;
  }
}
