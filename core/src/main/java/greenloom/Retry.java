package greenloom;

import greenloom.hub.Body;
import greenloom.hub.Hub;
import greenloom.hub.VoidBody;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How often, and after what pauses, something is tried again that has failed. Pauses grow from one
 * to the next, and each is shortened by a part drawn by lot, so that many who failed together do
 * not come again together.
 *
 * {@snippet :
 *   Retry retry = Retry.times(5).backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
 *   String page = retry.on(IOException.class).call(() -> fetch(url));
 * }
 *
 * <p>Immutable; each word that changes something gives another one. Any thread may use it. An
 * {@link Error} is never a reason to try again, so kills and time limits pass at once.
 */
public final class Retry {
  private static final double DOUBLED = 2;

  private final int attempts;
  private final Duration first;
  private final Duration most;
  private final Duration within;
  private final double jitter;
  private final @Nullable RandomGenerator random;
  private final Predicate<? super Exception> reason;

  private Retry(
      int attempts,
      Duration first,
      Duration most,
      Duration within,
      double jitter,
      @Nullable RandomGenerator random,
      Predicate<? super Exception> reason) {
    this.attempts = attempts;
    this.first = first;
    this.most = most;
    this.within = within;
    this.jitter = jitter;
    this.random = random;
    this.reason = reason;
  }

  /**
   * Makes one that tries at most {@code attempts} times in all, at least once, whatever has failed;
   * pauses begin with 100 ms, double, and end at 10 seconds, each shortened by up to a half.
   */
  public static Retry times(int attempts) {
    if (attempts < 1) {
      throw new IllegalArgumentException("there has to be one attempt at least, not " + attempts);
    }
    return new Retry(
        attempts,
        Duration.ofMillis(100),
        Duration.ofSeconds(10),
        Duration.ofSeconds(Long.MAX_VALUE),
        0.5,
        null,
        _ -> true);
  }

  /**
   * Pauses {@code first} before the second attempt, then twice as long each time, to {@code most}.
   */
  public Retry backoff(Duration first, Duration most) {
    if (first.isNegative() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException("pauses cannot go from " + first + " to " + most);
    }
    return new Retry(attempts, first, most, within, jitter, random, reason);
  }

  /** Shortens each pause by up to the {@code part} of it, 0 to 1; 0 for none. */
  public Retry jitter(double part) {
    return jitter(part, null);
  }

  /** The same with lots drawn from {@code random}; null for one of each thread's own. */
  public Retry jitter(double part, @Nullable RandomGenerator random) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("jitter is a part from 0 to 1, not " + part);
    }
    return new Retry(attempts, first, most, within, part, random, reason);
  }

  /**
   * Begins no attempt later than {@code limit} after the first one, and no pause that would end
   * after it. An attempt that has begun is not ended; {@link Greenloom#withTimeout} does that.
   */
  public Retry within(Duration limit) {
    return new Retry(attempts, first, most, limit, jitter, random, reason);
  }

  /** Tries again after failures of {@code type} only. */
  public Retry on(Class<? extends Exception> type) {
    return on(type::isInstance);
  }

  /** Tries again after those failures only that {@code reason} says yes to. */
  public Retry on(Predicate<? super Exception> reason) {
    return new Retry(attempts, first, most, within, jitter, random, reason);
  }

  /**
   * Runs {@code body} until it succeeds, and returns its value. When there is no further attempt
   * throws what the last one threw, with what the others threw suppressed. Waits in the pauses.
   */
  @SuppressWarnings("unchecked") // X is what the body declares
  public <T, X extends Exception> T call(Body<T, X> body) throws X {
    long begin = Hub.current().clock().nanoTime();
    @Nullable Exception before = null;
    for (int attempt = 1; ; attempt++) {
      try {
        return body.run();
      } catch (Exception e) {
        if (before != null && before != e) {
          e.addSuppressed(before);
        }
        before = e;
        Duration pause = pauseAfter(attempt);
        if (attempt == attempts || !reason.test(e) || tooLate(begin, pause)) {
          throw (X) e;
        }
        Greenloom.sleep(pause);
      }
    }
  }

  /** The same for a body that gives nothing. */
  public <X extends Exception> void run(VoidBody<X> body) throws X {
    call(body.asBody());
  }

  private boolean tooLate(long begin, Duration pause) {
    long passed = Hub.current().clock().nanoTime() - begin;
    return pause.plusNanos(passed).compareTo(within) > 0;
  }

  /**
   * Returns how long to pause after so many attempts, at least 1, with a lot drawn anew: for code
   * that tries again by itself.
   */
  public Duration pauseAfter(int attempt) {
    double longest = most.toNanos();
    double nanos = Math.min(longest, first.toNanos() * Math.pow(DOUBLED, attempt - 1));
    RandomGenerator lots = random == null ? ThreadLocalRandom.current() : random;
    return Duration.ofNanos((long) (nanos * (1 - jitter + jitter * lots.nextDouble())));
  }
}
