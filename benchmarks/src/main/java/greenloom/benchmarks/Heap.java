package greenloom.benchmarks;

import java.lang.management.ManagementFactory;

/** How much more of the heap is in use at one moment than at another, garbage not counted. */
final class Heap {
  private static final int MOST_COLLECTIONS = 10;
  private static final int A_THOUSANDTH = 1_000;

  private final long before = used();
  private long then = before;

  /** The moment. */
  void look() {
    then = used();
  }

  /** Bytes in use then that were not when this was made. */
  long grown() {
    return then - before;
  }

  /**
   * Collects until that frees next to nothing more: one collection lets go of what the next frees.
   */
  private static long used() {
    long last = collected();
    for (int i = 0; i < MOST_COLLECTIONS; i++) {
      long now = collected();
      if (now > last - last / A_THOUSANDTH) {
        return now;
      }
      last = now;
    }
    return last;
  }

  private static long collected() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
