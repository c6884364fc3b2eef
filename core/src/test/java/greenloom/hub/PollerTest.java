package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PollerTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(10);

  private final Poller poller = new PortablePoller("portable");

  @Test
  void sleep_wokenBeforeTheFirstSleep_returns() {
    poller.wake();
    poller.sleep(LONG);
  }

  @Test
  void sleep_wokenBeforeOnAnotherThread_returns() throws Exception {
    poller.wake();
    poller.sleep(LONG);
    poller.wake(); // meant for whoever sleeps next, which may be a spare carrier
    Thread other = Thread.ofPlatform().daemon().start(() -> poller.sleep(LONG));
    other.join(TimeUnit.SECONDS.toMillis(5));
    assertThat(other.isAlive()).isFalse();
  }

  @Test
  void sleep_wokenMeanwhile_returns() {
    Thread.ofPlatform().daemon().start(poller::wake);
    poller.sleep(LONG);
  }

  @Test
  void sleep_timePassed_returns() {
    poller.sleep(1);
  }

  @Test
  void sleep_interrupted_keepsTheFlag() {
    Thread.currentThread().interrupt();
    poller.sleep(LONG);
    assertThat(Thread.interrupted()).isTrue();
  }
}
