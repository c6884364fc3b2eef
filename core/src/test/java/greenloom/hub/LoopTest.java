package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoopTest {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final List<Object> log = new ArrayList<>();

  @Test
  void spawn_runsInOrder_notBeforeTheSpawnerWaits() {
    TestHub.virtual()
        .run(() -> {
          for (int i = 0; i < 1000; i++) {
            spawnLogging(i);
          }
          assertThat(log).isEmpty();
          Hub.yieldNow();
          assertThat(log).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        });
  }

  @Test
  void yieldNow_takesTurns() {
    TestHub.virtual()
        .run(() -> {
          for (String name : List.of("a", "b", "c")) {
            JdkWait.spawn(name, () -> logAndYield(name));
          }
          Hub.current().awaitAllBlocked();
          assertThat(log).containsExactly("a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2");
        });
  }

  private void logAndYield(String name) {
    for (int i = 0; i < 3; i++) {
      log.add(name + i);
      Hub.yieldNow();
    }
  }

  @Test
  void wake_resumesInOrderOfWaking() {
    TestHub.virtual()
        .run(() -> {
          List<Waiter> waiters = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            int n = i;
            JdkWait.spawn("w" + i, () -> waitAndLog(waiters, n));
          }
          Hub.yieldNow();
          List.of(3, 0, 4, 1, 2).forEach(i -> waiters.get(i).wake(null));
          Hub.yieldNow();
          assertThat(log).containsExactly(3, 0, 4, 1, 2);
        });
  }

  private void waitAndLog(List<Waiter> waiters, int n) {
    Waiter w = Waiter.here(this, "wait", null);
    waiters.add(w);
    w.await();
    log.add(n);
  }

  @Test
  void yieldNow_spawnedBefore_comeFirst() {
    TestHub.virtual()
        .run(() -> {
          spawnLogging("spawned");
          Hub.yieldNow();
          log.add("me");
          assertThat(log).containsExactly("spawned", "me");
        });
  }

  @Test
  void timers_inOrderOfTime_equalOnesInOrderOfArming() {
    TestHub.virtual()
        .run(() -> {
          for (int ms : List.of(30, 10, 20, 10, 30)) {
            int place = log.size() + 1;
            JdkWait.spawn("t", () -> sleepAndLog(ms, ms + "/" + place));
            log.add("armed");
            Hub.yieldNow();
          }
          Hub.sleep(Duration.ofMillis(100));
          assertThat(log.subList(5, 10)).containsExactly("10/2", "10/4", "20/3", "30/1", "30/5");
        });
  }

  private void sleepAndLog(int ms, String what) {
    Hub.sleep(Duration.ofMillis(ms));
    log.add(what);
  }

  @Test
  void timers_cancelled_goAtOnce() {
    TestHub.virtual()
        .run(() -> {
          for (int i = 0; i < 1000; i++) {
            TimeLimit.call(Duration.ofHours(1), () -> 1);
          }
          assertThat(Hub.current().stats().timers()).isZero();
          assertThat(Hub.current().stats().timersArmed()).isGreaterThanOrEqualTo(1000);
        });
  }

  @Test
  void readyQueue_neverEmpty_letsTimersInAfter5Ms() {
    ManualClock clock = new ManualClock();
    assertRunsBeforeTimer(clock, TimeUnit.MILLISECONDS.toNanos(1), 16);
  }

  @Test
  void readyQueue_longRuns_letTimersInSoon() {
    ManualClock clock = new ManualClock();
    assertRunsBeforeTimer(clock, TimeUnit.MILLISECONDS.toNanos(50), 4);
  }

  @Test
  void readyQueue_neverEmpty_letsTimersInAfter256Runs() {
    ManualClock clock = new ManualClock();
    assertRunsBeforeTimer(clock, 1, 512);
  }

  /** Two green threads that keep each other busy, and a timer that is due after the first run. */
  private void assertRunsBeforeTimer(ManualClock clock, long perRun, int most) {
    Hub.setup("busy")
        .clock(clock)
        .call(() -> {
          boolean[] fired = {false};
          Hub.current().arm(1, () -> fired[0] = true);
          int runs = 0;
          JdkWait.spawn("other", () -> yieldUntil(fired));
          while (!fired[0]) {
            clock.pass(perRun);
            runs++;
            assertThat(runs).isLessThanOrEqualTo(most);
            Hub.yieldNow();
          }
          return null;
        });
  }

  private static void yieldUntil(boolean[] done) {
    while (!done[0]) {
      Hub.yieldNow();
    }
  }

  @Test
  void noWait_runsLong_letsOthersGoFirst() {
    TestHub.real()
        .run(() -> {
          spawnLogging("other");
          long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
          while (log.isEmpty() && System.nanoTime() - until < 0) {
            GreenThread.current().noWait();
          }
          assertThat(log).containsExactly("other");
        });
  }

  @Test
  void awaitAllBlocked_whenAllOthersWait() {
    TestHub.virtual()
        .run(() -> {
          JdkWait.spawn("worker", () -> logAndYield("w"));
          Hub.current().awaitAllBlocked();
          assertThat(log).containsExactly("w0", "w1", "w2");
        });
  }

  @Test
  void awaitAllBlocked_severalAtOnce_allReturn() {
    TestHub.virtual()
        .run(() -> {
          JdkWait.spawn("second", Hub.current()::awaitAllBlocked);
          Hub.current().awaitAllBlocked();
        });
  }

  @Test
  void awaitAllBlocked_fromAnotherHub_refused() {
    Hub other = hubs.start("other");
    assertThatThrownBy(other::awaitAllBlocked).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rawCallback_thatWaits_isAnErrorAndLeavesTheRootAlone() {
    Hub hub = Hub.current();
    List<Throwable> reported = new ArrayList<>();
    hub.onFailure((what, e) -> reported.add(e));
    Waiter w = Waiter.here(this, "wait", new Guard());
    hub.arm(0, () -> Hub.sleep(Duration.ofMillis(1)));
    hub.arm(1, () -> log.add(hub.root().waiting()));
    hub.arm(2, () -> w.wake(null));
    w.await();
    assertThat(reported).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(log).containsExactly(w);
  }

  @Test
  void rawCallback_thatFails_isReported() {
    TestHub.virtual()
        .run(() -> {
          List<Throwable> reported = new ArrayList<>();
          Hub.current().onFailure((what, e) -> reported.add(e));
          AssertionError failure = new AssertionError();
          Hub.current()
              .arm(
                  0,
                  () -> {
                    throw failure;
                  });
          Hub.sleep(Duration.ofMillis(1));
          assertThat(reported).containsExactly(failure);
        });
  }

  @Test
  void failureHandler_thatFails_doesNotStopTheHub() {
    TestHub.virtual()
        .run(() -> {
          Hub.current()
              .onFailure((what, e) -> {
                throw new AssertionError("handler");
              });
          Hub.current()
              .arm(
                  0,
                  () -> {
                    throw new AssertionError("callback");
                  });
          Hub.sleep(Duration.ofMillis(1));
        });
  }

  @Test
  void startLater_runsWhenDue() {
    TestHub.virtual()
        .run(() -> {
          Hub.current().startLater(Duration.ofMinutes(5), () -> log.add("started"));
          Hub.sleep(Duration.ofMinutes(5).minusNanos(1));
          assertThat(log).isEmpty();
          Hub.sleep(Duration.ofNanos(1));
          assertThat(log).containsExactly("started");
        });
  }

  private void spawnLogging(Object what) {
    Hub.current().spawn(null, () -> log.add(what));
  }
}
