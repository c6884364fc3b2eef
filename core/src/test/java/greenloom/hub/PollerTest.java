package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class PollerTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(10);

  static List<Poller> pollers() {
    return List.of(new PortablePoller("portable"), new EpollPoller("epoll"));
  }

  @ParameterizedTest
  @MethodSource("pollers")
  void sleep_wokenBeforeTheFirstSleep_returns(Poller poller) {
    poller.wake();
    poller.sleep(LONG);
  }

  @ParameterizedTest
  @MethodSource("pollers")
  void sleep_wokenBeforeOnAnotherThread_returns(Poller poller) throws Exception {
    poller.wake();
    poller.sleep(LONG);
    poller.wake(); // meant for whoever sleeps next, which may be a spare carrier
    Thread other = Thread.ofPlatform().daemon().start(() -> poller.sleep(LONG));
    other.join(TimeUnit.SECONDS.toMillis(5));
    assertThat(other.isAlive()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("pollers")
  void sleep_wokenMeanwhile_returns(Poller poller) {
    Thread.ofPlatform().daemon().start(poller::wake);
    poller.sleep(LONG);
  }

  @ParameterizedTest
  @MethodSource("pollers")
  void sleep_timePassed_returns(Poller poller) {
    poller.sleep(1);
  }

  @ParameterizedTest
  @MethodSource("pollers")
  void sleep_interrupted_keepsTheFlag(Poller poller) {
    Thread.currentThread().interrupt();
    poller.sleep(LONG);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void millis_roundedUp_neverEarly() {
    assertThat(EpollPoller.millis(1)).isEqualTo(1);
    assertThat(EpollPoller.millis(999_999)).isEqualTo(1);
    assertThat(EpollPoller.millis(1_000_000)).isEqualTo(1);
    assertThat(EpollPoller.millis(1_000_001)).isEqualTo(2);
    assertThat(EpollPoller.millis(Integer.MAX_VALUE * 1_000_000L)).isEqualTo(Integer.MAX_VALUE);
    assertThat(EpollPoller.millis(Integer.MAX_VALUE * 1_000_000L + 1)).isEqualTo(-1);
    assertThat(EpollPoller.millis(Long.MAX_VALUE / 4)).isEqualTo(-1);
  }
}
