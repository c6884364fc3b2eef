package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GuardTest {
  private final Guard guard = new Guard();

  @Test
  void shared_oneCarrier_no() {
    assertThat(guard.shared()).isFalse();
    touch();
    touch();
    assertThat(guard.shared()).isFalse();
  }

  @Test
  void shared_greenThreadsOfOneHub_no() {
    Hub.setup("one")
        .call(() -> {
          touch();
          Hub.current().spawn("other", this::touch);
          Hub.yieldNow();
          return null;
        });
    assertThat(guard.shared()).isFalse();
  }

  @Test
  void shared_twoPlatformThreads_yes() throws Exception {
    touch();
    Thread.ofPlatform().start(this::touch).join();
    assertThat(guard.shared()).isTrue();
    touch();
    assertThat(guard.shared()).isTrue();
  }

  @Test
  void share_yes() {
    guard.share();
    assertThat(guard.shared()).isTrue();
  }

  @Test
  void enter_heldByAnother_waits() throws Exception {
    int[] count = {0};
    Runnable work =
        () -> {
          for (int i = 0; i < 20_000; i++) {
            guard.enter();
            count[0]++;
            guard.leave();
          }
        };
    Thread other = Thread.ofPlatform().start(work);
    work.run();
    other.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(count[0]).isEqualTo(40_000);
  }

  private void touch() {
    guard.enter();
    guard.leave();
  }
}
