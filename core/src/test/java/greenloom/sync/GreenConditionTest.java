package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnLater;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.hub.GreenletExit;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class GreenConditionTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  private final GreenLock lock = new GreenLock();
  private final GreenCondition condition = lock.newCondition();
  private final List<String> trace = new ArrayList<>();

  private Greenlet<?> locked(String name, Action body) {
    return spawn(() -> {
      lock.lock();
      try {
        body.run();
        trace.add(name);
      } finally {
        lock.unlock();
      }
    });
  }

  private void signal(boolean all) {
    lock.lock();
    if (all) {
      condition.signalAll();
    } else {
      condition.signal();
    }
    lock.unlock();
  }

  // lock_tests.py: ConditionTests.test_notify
  @Test
  void signal_wakesTheFirst_signalAllTheRest() {
    TestHub.virtual()
        .run(() -> {
          for (String name : List.of("a", "b", "c", "d")) {
            locked(name, condition::await);
          }
          TestHub.awaitAllBlocked();
          assertThat(condition).hasToString("GreenCondition[4 waiting]");
          signal(false);
          TestHub.awaitAllBlocked();
          assertThat(trace).containsExactly("a");
          signal(true);
          TestHub.awaitAllBlocked();
          assertThat(trace).containsExactly("a", "b", "c", "d");
          signal(true);
          assertThat(condition).hasToString("GreenCondition[0 waiting]");
        });
  }

  // lock_tests.py: ConditionTests.test_unacquired_wait, test_unacquired_notify
  @Test
  void withoutTheLock_everythingIsRefused() {
    TestHub.virtual()
        .run(() -> {
          List<Action> words =
              List.of(
                  condition::await,
                  () -> condition.await(HOUR),
                  condition::awaitUninterruptibly,
                  condition::signal,
                  condition::signalAll);
          for (Action word : words) {
            assertThatThrownBy(word::run).isInstanceOf(IllegalMonitorStateException.class);
          }
          assertThat(lock.isLocked()).isFalse();
        });
  }

  // lock_tests.py: ConditionTests.test_wait, with a lock that is held more than once
  @Test
  void await_letsGoOfAllHolds_andHasThemBack() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> waiter =
              locked(
                  "woken",
                  () -> {
                    lock.lock();
                    condition.await();
                    assertThat(lock.holdCount()).isEqualTo(2);
                    lock.unlock();
                  });
          TestHub.awaitAllBlocked();
          assertThat(lock.isLocked()).isFalse();
          lock.lock();
          condition.signal();
          sleep(MOMENT);
          assertThat(trace).as("it has no lock yet").isEmpty();
          assertThat(lock.toString()).startsWith("GreenLock[held by").endsWith(", 1 waiting]");
          lock.unlock();
          waiter.get();
          assertThat(trace).containsExactly("woken");
        });
  }

  // lock_tests.py: ConditionTests.test_timeout
  @Test
  void limits_areTold_andTheLockIsBack() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      lock.lock();
      assertThat(condition.await(MOMENT)).isFalse();
      assertThat(condition.await(10, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(condition.awaitNanos(MOMENT.toNanos())).isLessThanOrEqualTo(0);
      assertThat(hub.elapsed()).isEqualTo(MOMENT.multipliedBy(3));
      assertThat(condition.await(Duration.ZERO)).isFalse();
      assertThat(condition.awaitUntil(Date.from(Instant.EPOCH))).isFalse();
      assertThat(lock.holdCount()).isOne();
      spawnLater(MOMENT, () -> signal(false));
      assertThat(condition.awaitNanos(HOUR.toNanos())).isEqualTo(HOUR.minus(MOMENT).toNanos());
      spawnLater(MOMENT, () -> signal(false));
      assertThat(condition.await(1, TimeUnit.HOURS)).isTrue();
      spawnLater(MOMENT, () -> signal(false));
      assertThat(condition.awaitUntil(Date.from(Instant.now().plus(HOUR)))).isTrue();
      lock.unlock();
    });
  }

  /** Whatever ends the wait while somebody else has the lock: it comes out with the lock. */
  @Test
  void killLimitAndInterrupt_comeOutWithTheLock() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> killed = locked("none", () -> outOf(condition::await));
          locked("none", () -> outOf(() -> withTimeout(MOMENT, () -> condition.await())));
          Greenlet<?> interrupted = locked("none", () -> outOf(condition::await));
          TestHub.awaitAllBlocked();
          lock.lock();
          killed.killSoon();
          interrupted.thread().interrupt();
          sleep(MOMENT.multipliedBy(2));
          killed.killSoon();
          interrupted.thread().interrupt();
          TestHub.awaitAllBlocked();
          assertThat(trace).as("each waits for the lock").isEmpty();
          lock.unlock();
          TestHub.awaitAllBlocked();
          assertThat(trace)
              .containsExactlyInAnyOrder(
                  "GreenletExit, held once",
                  "TimeoutExpired, held once",
                  "CancellationException, held once",
                  "none",
                  "none");
          assertThat(killed.killed()).isTrue();
          assertThat(lock.isLocked()).isFalse();
          assertThat(condition).hasToString("GreenCondition[0 waiting]");
        });
  }

  /** Notes what comes out of {@code wait}, and whether the lock is back; lets kills go on. */
  private void outOf(Action wait) throws Exception {
    try {
      wait.run();
    } catch (Exception | GreenletExit e) {
      String held = lock.holdCount() == 1 ? "held once" : "not held";
      trace.add(e.getClass().getSimpleName() + ", " + held);
      if (e instanceof GreenletExit) {
        throw e;
      }
    }
  }

  @Test
  void interrupt_staysSet_alsoWhileTheLockIsWaitedFor() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Boolean> woken =
              spawn(() -> {
                lock.lock();
                condition.await();
                lock.unlock();
                return Thread.currentThread().isInterrupted();
              });
          TestHub.awaitAllBlocked();
          lock.lock();
          condition.signal();
          TestHub.awaitAllBlocked();
          woken.thread().interrupt();
          TestHub.awaitAllBlocked();
          assertThat(woken.ready()).isFalse();
          lock.unlock();
          assertThat(woken.get()).as("it was signalled, and is still interrupted").isTrue();
        });
  }

  @Test
  void awaitUninterruptibly_leavesKillsAndInterruptsForLater() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> killed =
              locked(
                  "killed",
                  () -> {
                    condition.awaitUninterruptibly();
                    trace.add("signalled");
                    sleep(HOUR);
                  });
          TestHub.awaitAllBlocked();
          killed.killSoon();
          TestHub.awaitAllBlocked();
          assertThat(killed.ready()).isFalse();
          signal(false);
          TestHub.awaitAllBlocked();
          assertThat(killed.killed()).isTrue();
          assertThat(trace).containsExactly("signalled");
          boolean[] go = new boolean[1];
          Greenlet<Boolean> interrupted =
              spawn(() -> {
                lock.lock();
                while (!go[0]) {
                  condition.awaitUninterruptibly();
                }
                lock.unlock();
                return Thread.interrupted();
              });
          TestHub.awaitAllBlocked();
          interrupted.thread().interrupt();
          TestHub.awaitAllBlocked();
          assertThat(interrupted.ready()).isFalse();
          go[0] = true;
          signal(false);
          assertThat(interrupted.get()).isTrue();
        });
  }

  /** Two conditions of one lock: the buffer of every textbook. */
  @Test
  void boundedBuffer_inAnyOrder() {
    TestHub.virtual()
        .shuffled()
        .run(() -> {
          GreenCondition room = lock.newCondition();
          List<Integer> buffer = new ArrayList<>();
          List<Greenlet<?>> all = new ArrayList<>();
          int[] sum = new int[1];
          for (int p = 0; p < 4; p++) {
            all.add(
                spawn(() -> {
                  for (int i = 1; i <= 50; i++) {
                    lock.lock();
                    while (buffer.size() == 3) {
                      room.await();
                    }
                    buffer.add(i);
                    condition.signal();
                    lock.unlock();
                  }
                }));
            all.add(
                spawn(() -> {
                  for (int i = 1; i <= 50; i++) {
                    lock.lock();
                    while (buffer.isEmpty()) {
                      condition.await();
                    }
                    sum[0] += buffer.removeFirst();
                    room.signal();
                    lock.unlock();
                  }
                }));
          }
          all.forEach(Greenlet::get);
          assertThat(sum[0]).isEqualTo(4 * 50 * 51 / 2);
        });
  }
}
