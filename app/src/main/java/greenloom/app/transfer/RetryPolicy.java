package greenloom.app.transfer;

import greenloom.Retry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a failed request is tried again: exponential back-off with jitter, or when the server said,
 * if that is soon enough. All waits of one URL together stay within three seconds for each allowed
 * retry.
 */
public final class RetryPolicy {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final int retries;
  private final Retry backOff;

  /** At most so many retries after the first attempt. */
  public RetryPolicy(int retries, RandomGenerator random) {
    this.retries = retries;
    this.backOff = Retry.times(retries + 1).backoff(FIRST, LONGEST).jitter(0.5, random);
  }

  /**
   * How long to wait before a retry.
   *
   * @param retry 1 for the first one
   * @param waited how long this URL has waited in all so far
   * @param retryAfter what the server asked for; null if nothing
   * @return empty if there should be no further retry
   */
  public Optional<Duration> waitBefore(int retry, Duration waited, @Nullable Duration retryAfter) {
    if (retry > retries) {
      return Optional.empty();
    }
    Duration wait = backOff.pauseAfter(retry);
    if (retryAfter != null && retryAfter.compareTo(wait) > 0) {
      wait = retryAfter;
    }
    Duration budget = LONGEST.multipliedBy(retries).minus(waited);
    return wait.compareTo(budget) <= 0 ? Optional.of(wait) : Optional.empty();
  }

  /**
   * Reads a Retry-After header: seconds or an HTTP date. Null if there is none or it cannot be
   * read.
   */
  static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
    if (header == null) {
      return null;
    }
    String text = header.strip();
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return then.isBefore(now) ? Duration.ZERO : Duration.between(now, then);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
