package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills that meet waits of the JDK at odd moments. */
class KillIT {
  private static final long LONG = 60_000;

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final GreenletExit kill = new GreenletExit();
  private final List<Object> log = new ArrayList<>();

  @Test
  void kill_self_endsTheNextWaitOfTheJdk() {
    assertKilled(() -> {
      GreenThread.current().deliver(kill);
      Thread.sleep(LONG);
    });
  }

  @Test
  void kill_notBegun_endsTheFirstWaitOfTheJdk() {
    TestHub.real()
        .run(() -> {
          GreenThread t = spawnLogged(() -> Thread.sleep(LONG));
          t.deliver(kill);
          JdkWait.assertEnds(t);
          assertThat(log).containsExactly(kill);
        });
  }

  @Test
  void kill_shielded_endsTheFirstWaitOfTheJdkAfterTheShield() {
    CountDownLatch open = new CountDownLatch(1);
    TestHub.real()
        .run(() -> {
          GreenThread t = spawnLogged(() -> shieldedThenSleep(open));
          Hub.current().awaitAllBlocked();
          t.deliver(kill);
          Hub.current().awaitAllBlocked();
          open.countDown();
          JdkWait.assertEnds(t);
          assertThat(log).containsExactly("shielded", kill);
        });
  }

  private void shieldedThenSleep(CountDownLatch open) throws Exception {
    GreenThread.shield(() -> {
      open.await();
      log.add("shielded");
      return null;
    });
    Thread.sleep(LONG);
  }

  @Test
  void kill_interruptSwallowed_endsTheNextWaitOfTheJdk() {
    TestHub.real()
        .run(() -> {
          GreenThread t = spawnLogged(this::swallowThenSleep);
          Hub.current().awaitAllBlocked();
          t.deliver(kill);
          JdkWait.assertEnds(t);
          assertThat(log).containsExactly("swallowed", kill);
        });
  }

  private void swallowThenSleep() throws Exception {
    try {
      new LinkedBlockingQueue<>().take();
    } catch (InterruptedException e) {
      log.add("swallowed");
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    Thread.sleep(LONG);
  }

  @Test
  void kill_insideInnerLimit_staysUntilTheNextWait() {
    TestHub.real()
        .run(() -> {
          GreenThread t = spawnLogged(this::limitThenSleep);
          Hub.current().awaitAllBlocked();
          t.deliver(kill);
          JdkWait.assertEnds(t);
          assertThat(log).containsExactly("swallowed", kill);
        });
  }

  private void limitThenSleep() throws Exception {
    TimeLimit.call(
        Duration.ofMinutes(1),
        () -> {
          try {
            return new LinkedBlockingQueue<>().take();
          } catch (InterruptedException e) {
            log.add("swallowed");
            return null;
          }
        });
    Thread.sleep(LONG);
  }

  @Test
  void kill_duringMonitorEnter_endsTheNextWaitOfTheJdk() {
    Object monitor = new Object();
    CountDownLatch leave = new CountDownLatch(1);
    TestHub.real()
        .run(() -> {
          GreenThread owner = JdkWait.spawnUntilItWaits("owner", () -> holdMonitor(monitor, leave));
          GreenThread t =
              spawnLogged(() -> {
                synchronized (monitor) {
                  log.add("entered");
                }
                Thread.sleep(LONG);
              });
          Hub.current().awaitAllBlocked();
          t.deliver(kill);
          Hub.current().awaitAllBlocked();
          leave.countDown();
          JdkWait.assertEnds(t);
          JdkWait.assertEnds(owner);
          assertThat(log).containsExactly("entered", kill);
        });
  }

  private static void holdMonitor(Object monitor, CountDownLatch leave) throws Exception {
    synchronized (monitor) {
      leave.await();
    }
  }

  @Test
  void kill_awaitUninterruptibly_keepsNobodyBusy() {
    ReentrantLock lock = new ReentrantLock();
    var condition = lock.newCondition();
    TestHub.real()
        .run(() -> {
          GreenThread t =
              spawnLogged(() -> {
                lock.lock();
                condition.awaitUninterruptibly();
                lock.unlock();
                log.add("signalled");
                Thread.sleep(LONG);
              });
          Hub.current().awaitAllBlocked();
          t.deliver(kill);
          Hub.current().awaitAllBlocked();
          long runs = Hub.current().stats().runs();
          Thread.sleep(20);
          assertThat(Hub.current().stats().runs() - runs).isLessThan(100);
          lock.lock();
          condition.signal();
          lock.unlock();
          JdkWait.assertEnds(t);
          assertThat(log.getFirst()).isEqualTo("signalled");
        });
  }

  @Test
  void kill_ofARawThread_interruptWrapped_isNoFailure() {
    Hub hub = hubs.start("raw");
    CountDownLatch begun = new CountDownLatch(1);
    GreenThread t =
        hub.spawn(
            "raw",
            () -> {
              try {
                begun.countDown();
                new LinkedBlockingQueue<>().take();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    UncheckedFailure.of(() -> {
      begun.await();
      t.deliver(kill);
      JdkWait.assertEnds(t);
      return null;
    });
    assertThat(hubs.takeFailures()).isEmpty();
  }

  @Test
  void kill_afterAnInterruptOfSomebodyElse_bothArrive() {
    TestHub.real()
        .run(() -> {
          GreenThread t =
              spawnLogged(() -> {
                assertThatThrownBy(() -> Thread.sleep(LONG))
                    .isInstanceOf(InterruptedException.class);
                log.add("interrupted");
                Thread.sleep(LONG);
              });
          Hub.current().awaitAllBlocked();
          t.thread().interrupt();
          Hub.current().awaitAllBlocked();
          t.deliver(kill);
          JdkWait.assertEnds(t);
          assertThat(log).containsExactly("interrupted", kill);
        });
  }

  @Test
  void kill_afterWhatItWaitedForCame_leavesItAndNoInterrupt() {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    TestHub.real()
        .run(() -> {
          GreenThread t =
              spawnLogged(() -> {
                log.add(queue.take());
                log.add(Thread.currentThread().isInterrupted());
                Thread.sleep(LONG);
              });
          Hub.current().awaitAllBlocked();
          queue.put(7);
          t.deliver(kill);
          JdkWait.assertEnds(t);
          assertThat(log).containsExactly(7, false, kill);
        });
  }

  /** Whatever the order of kill and wake-up: what was handed over is taken by somebody. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void kill_racingWithPut_losesNoItem(long seed) {
    TestHub.real()
        .shuffled(seed)
        .run(() -> {
          Random random = new Random(seed);
          BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
          List<Integer> taken = new ArrayList<>();
          List<GreenThread> takers = new ArrayList<>();
          for (int i = 0; i < 200; i++) {
            takers.add(JdkWait.spawn("taker", () -> taken.add(takeOnce(queue))));
            if (random.nextBoolean()) {
              Hub.yieldNow();
            }
            GreenThread chosen = takers.get(random.nextInt(takers.size()));
            if (random.nextBoolean()) {
              chosen.deliver(new GreenletExit());
            } else {
              queue.put(i);
            }
          }
          Hub.current().awaitAllBlocked();
          int put = taken.size() + queue.size();
          takers.forEach(t -> t.deliver(new GreenletExit()));
          Hub.current().awaitAllBlocked();
          assertThat(taken.size() + queue.size()).isEqualTo(put);
          assertThat(taken).doesNotHaveDuplicates();
        });
  }

  private static Integer takeOnce(BlockingQueue<Integer> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new GreenletExit();
    }
  }

  private void assertKilled(VoidBody<Exception> body) {
    TestHub.real()
        .run(() -> {
          JdkWait.assertEnds(spawnLogged(body));
          assertThat(log).containsExactly(kill);
        });
  }

  /** A green thread that notes how it ends. */
  private GreenThread spawnLogged(VoidBody<Exception> body) {
    return JdkWait.spawn(
        "victim",
        () -> {
          try {
            body.run();
          } catch (Throwable e) {
            log.add(GreenThread.current().unmask(e));
          }
        });
  }
}
