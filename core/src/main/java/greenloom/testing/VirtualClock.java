package greenloom.testing;

import greenloom.hub.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A clock that stands still while anybody runs, and jumps to the next timer when everybody waits:
 * an hour of sleep takes no time.
 *
 * <p>It rules the waits of Greenloom's own words. The JDK's timed waits ({@code Thread.sleep},
 * {@code poll(1, SECONDS)}) look at the machine's time and would only wait again; while one of them
 * is under way, or while an answer may come from outside the hub, this clock goes as the machine's
 * does. {@link #realTime} tells how much of that there was.
 */
public final class VirtualClock implements Clock {
  private long now;
  private long asleepSince;
  private boolean asleep;
  private long real;

  /** Makes one that stands at zero. */
  public VirtualClock() {}

  @Override
  public long nanoTime() {
    if (asleep) {
      long slept = System.nanoTime() - asleepSince;
      asleep = false;
      now += slept;
      real += slept;
    }
    return now;
  }

  @Override
  public long nanosToSleep(long deadline, BooleanSupplier free) {
    long left = deadline - nanoTime();
    if (left <= 0) {
      return left;
    }
    if (free.getAsBoolean()) {
      now = deadline;
      return 0;
    }
    asleep = true;
    asleepSince = System.nanoTime();
    return left;
  }

  /** Returns how much time has passed on this clock. The hub's threads only. */
  public Duration elapsed() {
    return Duration.ofNanos(nanoTime());
  }

  /** Returns how much of that passed in real time, because jumping was not possible. */
  public Duration realTime() {
    return Duration.ofNanos(real);
  }
}
