package greenloom.app.transfer;

import static greenloom.Greenloom.withTimeout;

import greenloom.hub.Body;
import greenloom.hub.Clock;
import greenloom.hub.Hub;
import java.time.Duration;

/**
 * The time that one URL may take in all. It runs only while something is done for that URL, not
 * while it stands in line.
 */
public final class Allowance {
  private long nanosLeft;

  Allowance(Duration whole) {
    nanosLeft = whole.toNanos();
  }

  /**
   * Does something at the expense of this; ends with {@link greenloom.hub.TimeoutExpired} when
   * nothing is left.
   */
  public <T, X extends Exception> T spend(Body<T, X> body) throws X {
    Clock clock = Hub.current().clock();
    long begin = clock.nanoTime();
    try {
      return withTimeout(Duration.ofNanos(Math.max(1, nanosLeft)), body);
    } finally {
      nanosLeft -= clock.nanoTime() - begin;
    }
  }
}
