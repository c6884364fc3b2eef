package greenloom.app.transfer;

import greenloom.app.console.Quantities;
import greenloom.app.url.WebUrl;
import greenloom.hub.TimeoutExpired;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tries something again as its policy says, and waits in between without holding anything. All
 * attempts and waits for one URL share one time limit.
 */
public final class Retrier {
  private final RetryPolicy policy;
  private final Duration limit;
  private final StopSignal stop;

  /** What may be tried more than once. */
  @FunctionalInterface
  public interface Attempt<T> {
    /** One attempt, which spends its time from the allowance. */
    T run(Allowance allowance) throws IOException;
  }

  /** A retrier that gives up early when the end is asked for. */
  public Retrier(RetryPolicy policy, Duration limit, StopSignal stop) {
    this.policy = policy;
    this.limit = limit;
    this.stop = stop;
  }

  /** Runs the attempt until it succeeds or should not be repeated; the last failure is thrown. */
  public <T> T run(WebUrl url, Attempt<T> body) throws FetchException {
    Allowance allowance = new Allowance(limit);
    Duration waited = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      Failure failure;
      try {
        return body.run(allowance);
      } catch (TimeoutExpired e) {
        throw overdue(e);
      } catch (FetchException e) {
        failure = e.failure();
      } catch (IOException e) {
        failure = Failure.of(e, url);
      }
      if (failure.kind() == Failure.Kind.TIMEOUT) { // the client's own clock was quicker
        throw overdue(failure.cause());
      }
      Optional<Duration> wait = next(failure, attempt, waited);
      if (wait.isEmpty() || stopsWithin(wait.get(), allowance)) {
        throw new FetchException(failure.afterAttempts(attempt));
      }
      waited = waited.plus(wait.get());
    }
  }

  private Optional<Duration> next(Failure failure, int attempt, Duration waited) {
    return failure.retry()
        ? policy.waitBefore(attempt, waited, failure.retryAfter())
        : Optional.empty();
  }

  private boolean stopsWithin(Duration wait, Allowance allowance) throws FetchException {
    try {
      return allowance.spend(() -> stop.await(wait));
    } catch (TimeoutExpired e) {
      throw overdue(e);
    }
  }

  private FetchException overdue(@Nullable Throwable cause) {
    return new FetchException(
        Failure.lasting(
            Failure.Kind.TIMEOUT,
            "took longer than " + Quantities.duration(limit),
            "allow more with --timeout",
            cause));
  }
}
