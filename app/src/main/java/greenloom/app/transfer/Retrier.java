package greenloom.app.transfer;

import greenloom.app.url.WebUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Tries something again as its policy says, and waits in between without holding anything. */
public final class Retrier {
  private final RetryPolicy policy;
  private final StopSignal stop;

  /** What may be tried more than once. */
  @FunctionalInterface
  public interface Attempt<T> {
    /** One attempt. */
    T run() throws IOException;
  }

  /** A retrier that gives up early when the end is asked for. */
  public Retrier(RetryPolicy policy, StopSignal stop) {
    this.policy = policy;
    this.stop = stop;
  }

  /** Runs the attempt until it succeeds or should not be repeated; the last failure is thrown. */
  public <T> T run(WebUrl url, Attempt<T> body) throws FetchException {
    Duration waited = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      Failure failure;
      try {
        return body.run();
      } catch (FetchException e) {
        failure = e.failure();
      } catch (IOException e) {
        failure = Failure.of(e, url);
      }
      Optional<Duration> wait = next(failure, attempt, waited);
      if (wait.isEmpty() || stop.await(wait.get())) {
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
}
