package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatsTest {
  @Test
  void causes_tellWhyThreadsBecameReady() {
    TestHub.virtual()
        .run(() -> {
          Hub hub = Hub.current();
          WakeupCauses before = hub.stats().causes();
          IntStream.range(0, 5).forEach(i -> hub.spawn(null, () -> {}));
          Hub.yieldNow();
          WakeupCauses spawned = hub.stats().causes();
          assertThat(spawned.neighbours() - before.neighbours()).isEqualTo(6); // and the yield
          IntStream.range(0, 3)
              .forEach(i -> hub.spawn(null, () -> Hub.sleep(Duration.ofMillis(1))));
          Hub.sleep(Duration.ofMillis(2));
          WakeupCauses slept = hub.stats().causes();
          assertThat(slept.timers() - spawned.timers()).isEqualTo(4);
          assertThat(slept.neighbours() - spawned.neighbours()).isEqualTo(3);
          assertThat(slept.sockets()).isZero();
        });
  }

  @Test
  void causes_ofAnotherThread_comeFromOutside() throws Exception {
    try (Hub hub = Hub.start("told")) {
      GreenThread t = hub.spawn(null, () -> {});
      JdkWait.assertEnds(t);
      assertThat(hub.stats().causes().outside()).isEqualTo(1);
      assertThat(hub.stats().causes().neighbours()).isZero();
    }
  }

  @Test
  void readyDelay_isTakenInEachTurn() {
    TestHub.virtual()
        .run(() -> {
          Hub hub = Hub.current();
          for (int i = 0; i < 10; i++) {
            Hub.sleep(Duration.ofMillis(1));
          }
          Histogram delay = hub.stats().readyDelay();
          assertThat(delay.count()).isGreaterThanOrEqualTo(10);
          assertThat(delay.longest()).isEqualTo(Duration.ZERO); // on a clock that stands still
        });
  }

  @Test
  void readyDelay_ofOneBehindAnother_madeReadyInTheSameTurn_isTaken() {
    ManualClock clock = new ManualClock();
    Duration most =
        Hub.setup("behind")
            .clock(clock)
            .call(() -> {
              Hub hub = Hub.current();
              hub.spawn("hog", () -> clock.pass(Duration.ofMillis(150).toNanos()));
              hub.spawn("behind", () -> {});
              for (int i = 0; i < 3; i++) {
                Hub.yieldNow();
              }
              return hub.stats().readyDelay().longest();
            });
    assertThat(most).isGreaterThanOrEqualTo(Duration.ofMillis(150));
  }

  @Test
  void slices_areTimedOnDemand() {
    TestHub.virtual()
        .run(() -> {
          Hub hub = Hub.current();
          Hub.yieldNow();
          assertThat(hub.stats().slices().count()).isZero();
          Hub.Hold timed = hub.timeSlices();
          Hub.yieldNow(); // the present run was not timed from its beginning
          for (int i = 0; i < 10; i++) {
            Hub.yieldNow();
          }
          timed.close();
          assertThat(hub.stats().slices().count()).isEqualTo(10);
          Hub.yieldNow();
          timed.close();
          Hub.yieldNow();
          assertThat(hub.stats().slices().count()).isEqualTo(11);
        });
  }
}
