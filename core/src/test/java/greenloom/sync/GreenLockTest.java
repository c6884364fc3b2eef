package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.hub.DeadlockException;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class GreenLockTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  /** A greenlet that holds {@code lock} until it is killed. */
  private static Greenlet<?> holder(GreenLock lock) {
    Greenlet<?> holder =
        spawn(() -> {
          lock.lock();
          try {
            new Event().await();
          } finally {
            lock.unlock();
          }
        });
    holder.named("holder");
    TestHub.awaitAllBlocked();
    return holder;
  }

  // gevent test__lock, lock_tests.py: RLockTests.test_reacquire, test_release_unacquired
  @Test
  void owner_mayTakeItAgain_andLetsGoAsOften() {
    TestHub.virtual()
        .run(() -> {
          GreenLock lock = new GreenLock();
          assertThat(lock.isLocked()).isFalse();
          assertThat(lock).hasToString("GreenLock[free, 0 waiting]");
          lock.lock();
          lock.lockInterruptibly();
          assertThat(lock.tryLock()).isTrue();
          assertThat(lock.tryLock(HOUR)).isTrue();
          assertThat(lock.tryLock(1, TimeUnit.HOURS)).isTrue();
          assertThat(lock.holdCount()).isEqualTo(5);
          assertThat(lock.isHeldByCurrentThread()).isTrue();
          Greenlet<Boolean> other = spawn(() -> lock.tryLock() || lock.holdCount() > 0);
          assertThat(other.get()).isFalse();
          for (int i = 0; i < 5; i++) {
            assertThat(lock.isLocked()).isTrue();
            lock.unlock();
          }
          assertThat(lock.isLocked()).isFalse();
          assertThat(lock.holdCount()).isZero();
          assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        });
  }

  // gevent: RLock, release by another
  @Test
  void unlock_byAnother_isRefused_andChangesNothing() {
    TestHub.virtual()
        .run(() -> {
          GreenLock lock = new GreenLock();
          Greenlet<?> holder = holder(lock);
          assertThatThrownBy(lock::unlock)
              .isInstanceOf(IllegalMonitorStateException.class)
              .hasMessageContaining("GreenLock[held by holder, 0 waiting]");
          assertThat(lock.isLocked()).isTrue();
          assertThat(lock.isHeldByCurrentThread()).isFalse();
          holder.kill();
          assertThat(lock.tryLock()).isTrue();
        });
  }

  @Test
  void unlock_handsOverToWhoHasWaitedLongest_nobodyBarges() {
    TestHub.virtual()
        .run(() -> {
          GreenLock lock = new GreenLock();
          lock.lock();
          List<String> order = new ArrayList<>();
          for (String name : List.of("first", "second")) {
            spawn(() -> {
              lock.lock();
              order.add(name);
              lock.unlock();
            });
          }
          TestHub.awaitAllBlocked();
          lock.unlock();
          assertThat(lock).hasToString("GreenLock[handed over, 1 waiting]");
          assertThat(lock.tryLock()).as("it belongs to the first already").isFalse();
          assertThat(lock.isHeldByCurrentThread()).isFalse();
          lock.lock();
          order.add("me again");
          lock.unlock();
          assertThat(order).containsExactly("first", "second", "me again");
        });
  }

  @Test
  void killedHeir_hasIt_andLetsGo() {
    TestHub.virtual()
        .run(() -> {
          GreenLock lock = new GreenLock();
          lock.lock();
          Greenlet<?> heir =
              spawn(() -> {
                lock.lock();
                try {
                  yieldNow();
                } finally {
                  lock.unlock();
                }
              });
          TestHub.awaitAllBlocked();
          lock.unlock();
          heir.kill();
          assertThat(heir.killed()).isTrue();
          assertThat(lock.isLocked()).isFalse();
        });
  }

  @Test
  void killedAndTimedOutWaiters_areNoOwners() {
    TestHub.virtual()
        .run(() -> {
          GreenLock lock = new GreenLock();
          Greenlet<?> holder = holder(lock);
          Greenlet<?> killed = spawn(lock::lock);
          Greenlet<Boolean> late = spawn(() -> lock.tryLock(MOMENT));
          Greenlet<Boolean> lasting =
              spawn(() -> {
                boolean taken = lock.tryLock(HOUR);
                lock.unlock();
                return taken;
              });
          TestHub.awaitAllBlocked();
          killed.kill();
          assertThatThrownBy(() -> withTimeout(MOMENT, lock::lock))
              .isInstanceOf(TimeoutExpired.class);
          assertThat(late.get()).isFalse();
          assertThat(lock).hasToString("GreenLock[held by holder, 1 waiting]");
          holder.kill();
          assertThat(lasting.get()).isTrue();
          assertThat(lock.isLocked()).isFalse();
        });
  }

  @Test
  void mutualExclusion_inAnyOrder_overWaits() {
    TestHub.virtual()
        .shuffled()
        .run(() -> {
          Lock lock = new GreenLock();
          int[] inside = new int[2];
          List<Greenlet<?>> all = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            int n = i;
            all.add(
                spawn(() -> {
                  lock.lock();
                  try {
                    inside[0]++;
                    inside[1] = Math.max(inside[1], inside[0]);
                    sleep(Duration.ofMillis(n % 5));
                    inside[0]--;
                  } finally {
                    lock.unlock();
                  }
                }));
          }
          all.forEach(Greenlet::get);
          assertThat(inside).containsExactly(0, 1);
        });
  }

  /** The platform thread itself is an owner like any other. */
  @Test
  void platformThread_ownsIt_whileItsGreenletsWait() {
    GreenLock lock = new GreenLock();
    lock.lock();
    lock.lock();
    Greenlet<Integer> other =
        spawn(() -> {
          lock.lock();
          try {
            return lock.holdCount();
          } finally {
            lock.unlock();
          }
        });
    yieldNow();
    assertThat(other.ready()).isFalse();
    lock.unlock();
    lock.unlock();
    assertThat(other.get()).isOne();
  }

  @Test
  void twoLocks_takenCrosswise_areADeadlock_thatNamesTheOwners() {
    GreenLock left = new GreenLock();
    GreenLock right = new GreenLock();
    Greenlet<?> one = crossing(left, right).named("one");
    Greenlet<?> two = crossing(right, left).named("two");
    assertThatThrownBy(one::join)
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("one: lock GreenLock[held by two, 1 waiting]")
        .hasMessageContaining("two: lock GreenLock[held by one, 1 waiting]");
    one.kill();
    two.join();
    assertThat(two.successful()).isTrue();
    assertThat(left.isLocked() || right.isLocked()).isFalse();
  }

  private static Greenlet<?> crossing(GreenLock outer, GreenLock inner) {
    return spawn(() -> {
      outer.lock();
      try {
        yieldNow();
        inner.lock();
        inner.unlock();
      } finally {
        outer.unlock();
      }
    });
  }
}
