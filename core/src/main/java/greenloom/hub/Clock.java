package greenloom.hub;

import java.util.function.BooleanSupplier;

/** Where a hub's time comes from. */
@FunctionalInterface
public interface Clock {
  /** Returns the time in nanoseconds from an arbitrary point; never goes back. */
  long nanoTime();

  /**
   * Tells how long the hub shall really sleep, in nanoseconds, when all its green threads wait and
   * its next timer is due at {@code deadline}. A clock that can jump there jumps and answers 0.
   *
   * @param free tells whether nothing but timers can wake the hub, and none of them belongs to a
   *     timed wait of the JDK, which knows real time only; it looks at every green thread
   */
  default long nanosToSleep(long deadline, BooleanSupplier free) {
    return deadline - nanoTime();
  }

  /** The machine's own clock. */
  static Clock system() {
    return System::nanoTime;
  }
}
