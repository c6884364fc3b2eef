package greenloom.benchmarks;

import java.lang.management.ManagementFactory;

/** How much more of the heap is in use at one moment than at another, garbage not counted. */
final class Heap {
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

  private static long used() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
