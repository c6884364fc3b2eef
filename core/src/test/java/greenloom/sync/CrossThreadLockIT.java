package greenloom.sync;

import static greenloom.Greenloom.spawnOn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.Hub;
import greenloom.testing.NothingLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lock and its conditions between threads of all kinds. */
@ExtendWith(NothingLeft.class)
class CrossThreadLockIT {
  private static final int ROUNDS = 1_000;

  private final GreenLock lock = new GreenLock();

  // under the lock, and no more than that
  private long count;

  @Test
  void lock_isHeldByOne_whoSeesWhatTheLastDid() throws InterruptedException {
    Everywhere.run(() -> {
      for (int i = 0; i < ROUNDS; i++) {
        lock.lock();
        if (i % 3 == 0) {
          lock.lock();
          lock.unlock();
        }
        count++;
        lock.unlock();
      }
    });
    assertThat(count).isEqualTo((long) Everywhere.COPIES * ROUNDS);
    assertThat(lock.isLocked()).isFalse();
  }

  /** Waits inside, so that others of the same thread's hub come in between. */
  @Test
  void lock_heldOverWaits_withLimitsThatPass() throws InterruptedException {
    AtomicInteger taken = new AtomicInteger();
    Everywhere.run(() -> {
      Random random = new Random();
      for (int i = 0; i < ROUNDS / 4; i++) {
        if (lock.tryLock(Duration.ofNanos(random.nextInt(200_000)))) {
          long before = count;
          yieldNow();
          count = before + 1;
          lock.unlock();
          taken.incrementAndGet();
        }
      }
    });
    assertThat(count).isEqualTo(taken.get()).isPositive();
    assertThat(lock).hasToString("GreenLock[free, 0 waiting]");
  }

  @Test
  void killedWaiters_leaveTheLockToOthers() throws Exception {
    AtomicInteger had = new AtomicInteger();
    try (Hub hub = Hub.start("victims")) {
      List<Greenlet<?>> victims = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        victims.add(
            spawnOn(
                hub,
                () -> {
                  lock.lock();
                  try {
                    count++;
                    had.incrementAndGet();
                    yieldNow();
                  } finally {
                    lock.unlock();
                  }
                }));
      }
      CompletableFuture<Void> other =
          Everywhere.on(
              Thread.ofVirtual(),
              () -> {
                for (int i = 0; i < 400; i++) {
                  lock.lock();
                  count++;
                  lock.unlock();
                }
              });
      for (int i = victims.size() - 1; i >= 0; i -= 2) {
        victims.get(i).killSoon();
      }
      other.join();
      Greenloom.joinAll(victims);
      assertThat(count).isEqualTo(400 + had.get());
      assertThat(lock.isLocked()).isFalse();
    }
  }

  @Test
  void condition_signalsAreNotLost() throws InterruptedException {
    GreenCondition arrived = lock.newCondition();
    GreenCondition room = lock.newCondition();
    AtomicInteger taken = new AtomicInteger();
    Everywhere.run(
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            lock.lock();
            while (count == 2) {
              room.await();
            }
            count++;
            arrived.signal();
            lock.unlock();
          }
        },
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            lock.lock();
            while (count == 0) {
              arrived.await();
            }
            count--;
            taken.incrementAndGet();
            room.signal();
            lock.unlock();
          }
        });
    assertThat(taken.get()).isEqualTo(Everywhere.COPIES * ROUNDS);
    assertThat(count).isZero();
  }

  /** Some who wait are out of time, interrupted or killed just then; the rest get all signals. */
  @Test
  void condition_losersEatNoSignal() throws InterruptedException {
    GreenCondition arrived = lock.newCondition();
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger producers = new AtomicInteger(Everywhere.COPIES);
    Everywhere.run(
        () -> {
          for (int i = 0; i < ROUNDS / 2; i++) {
            lock.lock();
            count++;
            arrived.signal();
            lock.unlock();
            if (i % 5 == 0) {
              yieldNow();
            }
          }
          if (producers.decrementAndGet() == 0) {
            lock.lock();
            arrived.signalAll();
            lock.unlock();
          }
        },
        () -> {
          Random random = new Random();
          boolean more = true;
          while (more) {
            if (random.nextInt(20) == 0) {
              Thread.currentThread().interrupt();
            }
            lock(random);
            try {
              boolean limited = random.nextInt(3) == 0;
              Duration limit = Duration.ofNanos(random.nextInt(100_000));
              while (count == 0 && producers.get() > 0) {
                if (limited) {
                  withTimeout(limit, () -> arrived.await(Duration.ofDays(1)), false);
                } else {
                  arrived.await();
                }
              }
              more = count > 0 || producers.get() > 0;
              if (count > 0) {
                count--;
                taken.incrementAndGet();
              }
            } catch (CancellationException e) {
              Thread.interrupted();
            } finally {
              lock.unlock();
            }
          }
        });
    assertThat(taken.get()).isEqualTo(Everywhere.COPIES * (ROUNDS / 2));
    assertThat(lock).hasToString("GreenLock[free, 0 waiting]");
    assertThat(arrived).hasToString("GreenCondition[0 waiting]");
  }

  /** Takes the lock, interrupted or not. */
  private void lock(Random random) {
    boolean interrupted = false;
    boolean taken = false;
    while (!taken) {
      try {
        lock.lock();
        taken = true;
      } catch (CancellationException e) {
        interrupted = Thread.interrupted();
      }
    }
    if (interrupted && random.nextBoolean()) {
      Thread.currentThread().interrupt();
    }
  }
}
