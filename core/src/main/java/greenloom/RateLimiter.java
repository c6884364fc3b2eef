package greenloom;

import greenloom.hub.Clock;
import greenloom.hub.Hub;
import greenloom.sync.GreenLock;
import java.time.Duration;

/**
 * So many permits a second, and a few at once: a token bucket. First come, first served.
 *
 * <p>A permit is taken when its time has come. Whoever is killed, interrupted or out of time before
 * that has taken none, and the next in line gets it. Any thread may use it; time is that of the hub
 * of the thread that waits.
 *
 * <p>The bucket is one number, the moment from which on the next permit is there, as in the generic
 * cell rate algorithm of ATM networks (ITU-T I.371).
 */
public final class RateLimiter {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final GreenLock line = new GreenLock();
  private final double permitsPerSecond;
  private final long nanosEach;
  private final long nanosSaved; // by a full bucket

  // under the lock
  private long next;
  private boolean begun;

  /** Makes one that gives permits at an even pace: the first at once, and none is saved up. */
  public RateLimiter(double permitsPerSecond) {
    this(permitsPerSecond, 1);
  }

  /**
   * Makes one that saves up permits nobody takes.
   *
   * @param permitsPerSecond more than 0
   * @param burst how many may be taken at once after a pause, at least 1; so many are there now
   */
  public RateLimiter(double permitsPerSecond, int burst) {
    if (!(permitsPerSecond > 0) || permitsPerSecond == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "a rate limiter needs more than 0 permits a second, not " + permitsPerSecond);
    }
    if (burst < 1) {
      throw new IllegalArgumentException(
          "a rate limiter needs a burst of at least 1, not " + burst);
    }
    this.permitsPerSecond = permitsPerSecond;
    nanosEach = Math.max(1, Math.round(NANOS / permitsPerSecond));
    nanosSaved = Math.multiplyExact(nanosEach, burst - 1);
  }

  /** Takes a permit; waits for its time. */
  public void acquire() {
    line.lock();
    takeOrLeave(FOR_EVER);
  }

  /** Takes a permit if there is one and nobody waits; returns whether it did. Never waits. */
  public boolean tryAcquire() {
    return line.tryLock() && takeOrLeave(Duration.ZERO);
  }

  /**
   * Takes a permit, waiting for it at most {@code limit}; returns whether it did. Answers false as
   * soon as it is known that its time comes too late.
   */
  public boolean tryAcquire(Duration limit) {
    Clock clock = Hub.current().clock();
    long begin = clock.nanoTime();
    return line.tryLock(limit) && takeOrLeave(limit.minusNanos(clock.nanoTime() - begin));
  }

  private boolean takeOrLeave(Duration limit) {
    try {
      Duration wait = untilNext(Hub.current().clock());
      if (wait.isPositive()) {
        if (wait.compareTo(limit) > 0) {
          return false;
        }
        Hub.sleep(wait);
      }
      next += nanosEach;
      return true;
    } finally {
      line.unlock();
    }
  }

  private Duration untilNext(Clock clock) {
    long now = clock.nanoTime();
    if (!begun || next - now < -nanosSaved) {
      begun = true;
      next = now - nanosSaved;
    }
    return Duration.ofNanos(Math.max(0, next - now));
  }

  /** Returns how many permits there are in a second. */
  public double permitsPerSecond() {
    return permitsPerSecond;
  }

  @Override
  public String toString() {
    return "RateLimiter[" + permitsPerSecond + " a second]";
  }
}
