package greenloom.app.transfer;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawnLater;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import greenloom.app.url.WebUrl;
import greenloom.testing.TestHub;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetrierTest {
  private final WebUrl url = new WebUrl("http", "h", 80, "/", null);
  private final StopSignal stop = new StopSignal();
  private final TestHub hub = TestHub.virtual();
  private int attempts;

  private Retrier retrier(int retries, Duration limit) {
    return new Retrier(new RetryPolicy(retries, RandomGenerator.getDefault()), limit, stop);
  }

  private Failure failure(Retrier retrier, Retrier.Attempt<String> attempt) {
    return catchThrowableOfType(FetchException.class, () -> retrier.run(url, attempt)).failure();
  }

  private String refuse() throws ConnectException {
    attempts++;
    throw new ConnectException("refused");
  }

  @Test
  void run_failsTwice_thenSucceeds() {
    hub.run(() -> {
      String got = retrier(3, Duration.ofMinutes(1)).run(url, _ -> attempts < 2 ? refuse() : "x");

      assertThat(got).isEqualTo("x");
    });
    assertThat(hub.elapsed()).isBetween(Duration.ofMillis(375), Duration.ofMillis(750));
  }

  @Test
  void run_alwaysFails_givesUp() {
    hub.run(() -> {
      Failure failure = failure(retrier(3, Duration.ofMinutes(1)), _ -> refuse());

      assertThat(failure.line()).contains("connection refused", "tried 4 times");
      assertThat(attempts).isEqualTo(4);
    });
    assertThat(hub.elapsed()).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void run_lastingFailure_isNotRepeated() {
    hub.run(() -> {
      Retrier.Attempt<String> attempt =
          _ -> {
            attempts++;
            throw new UnknownHostException("h");
          };

      assertThat(failure(retrier(3, Duration.ofMinutes(1)), attempt).kind())
          .isEqualTo(Failure.Kind.CONNECTION);
      assertThat(attempts).isEqualTo(1);
    });
  }

  @Test
  void run_stoppedWhileWaiting_endsAtOnce() {
    hub.run(() -> {
      spawnLater(Duration.ofMillis(50), () -> stop.request(StopSignal.Reason.INTERRUPT));
      failure(retrier(3, Duration.ofMinutes(1)), _ -> refuse());

      assertThat(attempts).isEqualTo(1);
    });
    assertThat(hub.elapsed()).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void run_attemptsAndWaits_shareOneLimit() {
    hub.run(() -> {
      Retrier.Attempt<String> attempt =
          allowance ->
              allowance.spend(() -> {
                sleep(Duration.ofMillis(400));
                return refuse();
              });
      Failure failure = failure(retrier(100, Duration.ofSeconds(1)), attempt);

      assertThat(failure.reason()).isEqualTo("took longer than 1s");
    });
    assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void run_timeOutsideTheAllowance_doesNotCount() {
    hub.run(() -> {
      String got =
          retrier(0, Duration.ofSeconds(1))
              .run(
                  url,
                  allowance -> {
                    sleep(Duration.ofSeconds(5));
                    return allowance.spend(() -> "x");
                  });

      assertThat(got).isEqualTo("x");
    });
  }
}
