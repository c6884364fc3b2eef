package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The virtual clock, and how the loop treats it. */
class ClockTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestHub hub = TestHub.virtual();
  private final List<Object> log = new ArrayList<>();

  @Test
  void sleep_jumps() {
    hub.run(() -> Hub.sleep(Duration.ofDays(365)));
    assertThat(hub.elapsed()).isEqualTo(Duration.ofDays(365));
    assertThat(hub.realTime()).isZero();
  }

  @Test
  void sleep_several_jumpFromTimerToTimer() {
    hub.run(() -> {
      JdkWait.spawn("two", () -> sleepAndLog(2));
      JdkWait.spawn("one", () -> sleepAndLog(1));
      Hub.sleep(HOUR.multipliedBy(3));
    });
    assertThat(log).containsExactly(HOUR, HOUR.multipliedBy(2));
  }

  private void sleepAndLog(int hours) {
    Hub.sleep(HOUR.multipliedBy(hours));
    log.add(hub.elapsed());
  }

  @Test
  void sleep_beyondAllTime_canBeLeft() {
    hub.run(() -> {
      GreenThread t =
          JdkWait.spawnUntilItWaits("eternal", () -> Hub.sleep(Duration.ofSeconds(Long.MAX_VALUE)));
      Hub.sleep(HOUR);
      t.deliver(new GreenletExit());
      Hub.current().awaitAllBlocked();
    });
    assertThat(hub.elapsed()).isEqualTo(HOUR);
  }

  @Test
  void sleep_nothing_letsOthersRun() {
    hub.run(() -> {
      Hub.current().spawn(null, () -> log.add("other"));
      Hub.sleep(Duration.ZERO);
      Hub.sleep(Duration.ofNanos(-1));
    });
    assertThat(log).containsExactly("other");
    assertThat(hub.elapsed()).isZero();
  }

  @Test
  void timedWaitOfTheJdk_runsInRealTime() {
    hub.run(() -> {
      JdkWait.spawn("jdk", () -> Thread.sleep(5));
      Hub.sleep(Duration.ofMillis(2));
      log.add(hub.realTime());
      Hub.sleep(HOUR);
    });
    assertThat(hub.realTime()).isGreaterThanOrEqualTo(Duration.ofMillis(4)).isLessThan(HOUR);
    assertThat((Duration) log.getFirst()).isPositive();
    assertThat(hub.elapsed()).isGreaterThanOrEqualTo(HOUR);
  }

  @Test
  void answerFromOutside_isWaitedForInRealTime() {
    CountDownLatch asked = new CountDownLatch(1);
    hub.run(() -> {
      Waiter w = Waiter.here("outside", "wait", null);
      Thread.ofPlatform()
          .start(() -> {
            UncheckedFailure.of(() -> {
              asked.await();
              return null;
            });
            w.wake("answer");
          });
      asked.countDown();
      assertThat(w.await(HOUR)).isTrue();
    });
    assertThat(hub.elapsed()).isLessThan(HOUR);
  }

  @Test
  void system_goesOn() {
    Clock clock = Clock.system();
    long then = clock.nanoTime();
    BooleanSupplier free =
        () -> {
          throw new AssertionError("looked at every green thread for nothing");
        };
    assertThat(clock.nanosToSleep(then + 1_000_000_000L, free)).isLessThanOrEqualTo(1_000_000_000L);
    assertThat(clock.nanoTime() - then).isNotNegative();
  }
}
