package greenloom;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is tried again, how often, and after what pauses. */
@ExtendWith(NothingLeft.class)
class RetryTest {
  private static final Retry PLAIN =
      Retry.times(5).backoff(Duration.ofSeconds(1), Duration.ofSeconds(5)).jitter(0);

  private final TestHub hub = TestHub.virtual();
  private int attempts;

  private String succeedsAt(int attempt) throws IOException {
    attempts++;
    if (attempts < attempt) {
      throw new IOException("no " + attempts);
    }
    return "yes";
  }

  @Test
  void call_succeedsLater_pausesDouble() {
    hub.run(() -> {
      assertThat(PLAIN.call(() -> succeedsAt(4))).isEqualTo("yes");
      assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(1 + 2 + 4));
    });
  }

  @Test
  void call_neverSucceeds_throwsTheLast_withTheOthersSuppressed() {
    hub.run(() -> {
      assertThatThrownBy(() -> PLAIN.call(() -> succeedsAt(9)))
          .isInstanceOf(IOException.class)
          .hasMessage("no 5")
          .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("no 4"));
      assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(1 + 2 + 4 + 5));
    });
  }

  @Test
  void on_type_othersFailAtOnce() {
    hub.run(() -> {
      Retry retry = PLAIN.on(FileNotFoundException.class);
      assertThatThrownBy(() -> retry.call(() -> succeedsAt(2))).hasMessage("no 1");
      assertThat(attempts).isEqualTo(1);
    });
  }

  @Test
  void within_noPauseThatWouldEndLater() {
    hub.run(() -> {
      Retry retry = PLAIN.within(Duration.ofSeconds(6));
      assertThatThrownBy(() -> retry.call(() -> succeedsAt(9))).hasMessage("no 3");
      assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(3));
    });
  }

  @Test
  void jitter_shortensEachPause_byLot() {
    hub.run(() -> {
      Retry retry = PLAIN.jitter(0.5, new Random(1));
      retry.call(() -> succeedsAt(2));
      assertThat(hub.elapsed()).isBetween(Duration.ofMillis(500), Duration.ofMillis(999));
    });
  }

  @Test
  void limitAndKill_passAtOnce() {
    hub.run(() -> {
      assertThatThrownBy(() ->
              withTimeout(
                  Duration.ofMillis(1),
                  () ->
                      PLAIN.run(() -> {
                        attempts++;
                        sleep(Duration.ofHours(1));
                      })))
          .isInstanceOf(TimeoutExpired.class);
      assertThat(attempts).isEqualTo(1);
      Greenlet<?> inAPause = spawn(() -> PLAIN.call(() -> succeedsAt(9)));
      sleep(Duration.ofMillis(1));
      inAPause.kill();
      assertThat(inAPause.killed()).isTrue();
    });
  }

  @Test
  void made_withoutSense_isRefused() {
    assertThatThrownBy(() -> Retry.times(0)).hasMessageContaining("one attempt at least");
    assertThatThrownBy(() -> PLAIN.jitter(1.5)).hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> PLAIN.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
