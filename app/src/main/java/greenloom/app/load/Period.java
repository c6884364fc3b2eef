package greenloom.app.load;

import java.time.Duration;

/**
 * When requests are begun, in the time of {@link System#nanoTime}.
 *
 * @param begin when the first is
 * @param countFrom from when on they count; those before warm up
 * @param end when no more are; far in the future if only their number is limited
 */
record Period(long begin, long countFrom, long end) {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** The period of {@code plan} if it begins at {@code begin}. */
  static Period of(LoadPlan plan, long begin) {
    long countFrom = begin + plan.warmUp().toNanos();
    Duration duration = plan.duration() == null ? FOR_EVER : plan.duration();
    return new Period(begin, countFrom, countFrom + duration.toNanos());
  }

  /** Whether what begins at {@code time} counts. */
  boolean counts(long time) {
    return time - countFrom >= 0;
  }

  /** Whether it is over at {@code time}. */
  boolean over(long time) {
    return time - end >= 0;
  }
}
