package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One wait, and queues of them. */
class WaiterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Guard guard = new Guard();
  private final WaitQueue queue = new WaitQueue();
  private final List<Object> log = new ArrayList<>();

  @Test
  void wake_beforeTheWait_returnsAtOnce() {
    TestHub.virtual()
        .run(() -> {
          Waiter w = here();
          assertThat(w.open()).isTrue();
          assertThat(w.wake("value")).isTrue();
          assertThat(w.wake("second")).isFalse();
          assertThat(w.open()).isFalse();
          long runs = Hub.current().stats().runs();
          assertThat(w.await()).isTrue();
          assertThat(Hub.current().stats().runs()).isEqualTo(runs);
          assertThat(w.value()).isEqualTo("value");
        });
  }

  @Test
  void await_limitPassed_falseAndNothingIsHandedOver() {
    TestHub.virtual()
        .run(() -> {
          Waiter w = here();
          assertThat(w.await(SECOND)).isFalse();
          assertThat(w.wake("late")).isFalse();
          assertThat(w.value()).isNull();
        });
  }

  @Test
  void await_noTime_letsOthersRun() {
    TestHub.virtual()
        .run(() -> {
          Waiter w = here();
          Hub.current().spawn(null, () -> w.wake("just in time"));
          assertThat(w.await(Duration.ofSeconds(-1))).isTrue();
          assertThat(here().await(Duration.ZERO)).isFalse();
        });
  }

  @Test
  void await_byAnotherThread_refused() {
    TestHub.virtual()
        .run(() -> {
          Waiter w = here();
          JdkWait.spawn(
              "other",
              () -> assertThatThrownBy(w::await).isInstanceOf(IllegalStateException.class));
          Hub.yieldNow();
          w.wake(null);
          w.await();
        });
  }

  @Test
  void await_interrupted_cancelledWithTheFlagSet() {
    TestHub.virtual()
        .run(() -> {
          Waiter[] w = new Waiter[1];
          GreenThread t = JdkWait.spawnUntilItWaits("w", () -> awaitInterrupted(w));
          t.thread().interrupt();
          Hub.yieldNow();
          assertThat(log).containsExactly("cancelled", true);
          assertThat(w[0].wake("item")).isFalse();
        });
  }

  private void awaitInterrupted(Waiter[] w) {
    w[0] = here();
    try {
      w[0].await();
    } catch (CancellationException e) {
      log.add("cancelled");
      log.add(Thread.currentThread().isInterrupted());
    }
  }

  @Test
  void await_wokenAndKilled_returnsAndIsKilledAtTheNextWait() {
    TestHub.virtual()
        .run(() -> {
          GreenletExit kill = new GreenletExit();
          Waiter[] w = new Waiter[1];
          GreenThread t =
              JdkWait.spawnUntilItWaits(
                  "w",
                  () -> {
                    w[0] = here();
                    log.add(w[0].await());
                    log.add(w[0].value());
                    try {
                      here().await();
                    } catch (GreenletExit e) {
                      log.add(e);
                    }
                  });
          w[0].wake("item");
          t.deliver(kill);
          Hub.yieldNow();
          assertThat(log).containsExactly(true, "item", kill);
        });
  }

  @Test
  void await_killedThenWoken_isKilledAndHandsNothingOver() {
    TestHub.virtual()
        .run(() -> {
          Waiter[] w = new Waiter[1];
          GreenThread t =
              JdkWait.spawnUntilItWaits(
                  "w",
                  () -> {
                    w[0] = here();
                    w[0].await();
                  });
          t.deliver(new GreenletExit());
          Hub.yieldNow();
          assertThat(w[0].wake("item")).isFalse();
        });
  }

  @Test
  void toString_tellsWhatItWaitsOn() {
    TestHub.virtual().run(() -> assertThat(here()).hasToString("take from thing"));
  }

  @Test
  void queue_firstComeFirstServed() {
    TestHub.virtual()
        .run(() -> {
          for (int i = 0; i < 5; i++) {
            int n = i;
            JdkWait.spawn("w" + i, () -> log.add(n + "" + awaitInQueue(null).value()));
          }
          Hub.yieldNow();
          assertThat(queue.size()).isEqualTo(5);
          queue.wakeFirst("a");
          queue.wakeFirst("b");
          queue.wakeAll("c");
          assertThat(queue.wakeFirst("d")).isNull();
          Hub.yieldNow();
          assertThat(log).containsExactly("0a", "1b", "2c", "3c", "4c");
          assertThat(queue.isEmpty()).isTrue();
        });
  }

  @Test
  void queue_limitPassed_leavesIt() {
    TestHub.virtual()
        .run(() -> {
          assertThat(awaitInQueue(SECOND)).isNull();
          assertThat(queue.isEmpty()).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void queue_killsLimitsAndWakeUpsAtOnce_noItemIsLost(long seed) {
    TestHub.virtual()
        .shuffled(seed)
        .run(() -> {
          Random random = new Random(seed);
          List<GreenThread> takers = new ArrayList<>();
          int given = 0;
          for (int i = 0; i < 300; i++) {
            Duration limit = random.nextBoolean() ? null : Duration.ofMillis(random.nextInt(9));
            takers.add(JdkWait.spawn("t", () -> take(limit)));
            if (random.nextInt(3) == 0) {
              Hub.yieldNow();
            }
            if (random.nextBoolean() && queue.wakeFirst(i) != null) {
              given++;
            }
            if (random.nextInt(3) == 0) {
              takers.get(random.nextInt(takers.size())).deliver(new GreenletExit());
            }
            if (random.nextInt(5) == 0) {
              Hub.sleep(Duration.ofMillis(random.nextInt(5)));
            }
          }
          Hub.sleep(SECOND);
          takers.forEach(t -> t.deliver(new GreenletExit()));
          Hub.current().awaitAllBlocked();
          assertThat(log).hasSize(given).doesNotHaveDuplicates();
          assertThat(queue.isEmpty()).isTrue();
        });
  }

  private void take(Duration limit) {
    Waiter w = awaitInQueue(limit);
    if (w != null) {
      log.add(w.value());
    }
  }

  private Waiter awaitInQueue(Duration limit) {
    guard.enter();
    return queue.await(GreenThread.current(), guard, "thing", "take from", limit);
  }

  private Waiter here() {
    return Waiter.here("thing", "take from", guard);
  }
}
