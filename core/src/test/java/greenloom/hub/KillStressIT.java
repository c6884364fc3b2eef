package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills from another thread that hit waits of all kinds at any moment. */
@Timeout(60)
class KillStressIT {
  private static final int WORKERS = 16;
  private static final int PERMITS = 3;
  private static final Duration TIME = Duration.ofMillis(700);
  private static final Duration SHORT = Duration.ofMillis(1);

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition condition = lock.newCondition();
  private final Semaphore semaphore = new Semaphore(PERMITS);
  private final LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
  private final Object monitor = new Object();
  private final WaitQueue waiters = new WaitQueue();
  private final Guard guard = new Guard();

  private final AtomicInteger put = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger operations = new AtomicInteger();
  private final List<Throwable> others = new ArrayList<>();
  private volatile boolean stop;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void kills_atAnyMoment_leaveEverythingIntact(long seed) throws Exception {
    Hub hub = hubs.start("stressed");
    List<GreenThread> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      Random random = new Random(seed * WORKERS + i);
      workers.add(hub.spawn("worker-" + i, () -> work(random)));
    }
    killAround(workers, new Random(seed));
    stop = true;
    hub.spawn("feeder", this::feed);
    for (GreenThread w : workers) {
      assertThat(w.thread().join(JdkWait.SOON)).as("%s", hub.dump()).isTrue();
    }
    assertThat(others).isEmpty();
    assertThat(kills.get()).isPositive();
    assertThat(semaphore.availablePermits()).isEqualTo(PERMITS);
    assertThat(lock.isLocked()).isFalse();
    assertThat(lock.hasQueuedThreads()).isFalse();
    assertThat(put.get() - taken.get()).isEqualTo(queue.size());
    assertThat(waiters.isEmpty()).isTrue();
  }

  private static void killAround(List<GreenThread> workers, Random random) {
    long until = System.nanoTime() + TIME.toNanos();
    while (System.nanoTime() - until < 0) {
      workers.get(random.nextInt(workers.size())).deliver(new GreenletExit());
      for (int spin = random.nextInt(20_000); spin > 0; spin--) {
        Thread.onSpinWait();
      }
    }
  }

  /** Gives those who still wait in the end what they wait for. */
  private void feed() {
    for (int i = 0; i < 2 * WORKERS; i++) {
      queue.add(i);
      put.incrementAndGet();
    }
  }

  private void work(Random random) {
    while (!stop) {
      try {
        operations.incrementAndGet();
        operation(random.nextInt(9));
      } catch (Throwable e) {
        if (GreenThread.current().unmask(e) instanceof GreenletExit) {
          kills.incrementAndGet();
        } else {
          others.add(e);
        }
      }
    }
  }

  private void operation(int kind) throws InterruptedException {
    switch (kind) {
      case 0 -> Thread.sleep(1);
      case 1 -> Hub.sleep(SHORT);
      case 2 -> underLock();
      case 3 -> withPermit();
      case 4 -> putAndTake();
      case 5 -> waitInMonitor();
      case 6 -> awaitCondition();
      case 7 -> inQueueOfOurs();
      default -> withinALimit();
    }
  }

  private void underLock() {
    lock.lock();
    try {
      Thread.yield();
    } finally {
      lock.unlock();
    }
  }

  private void withPermit() throws InterruptedException {
    semaphore.acquire();
    try {
      Thread.yield();
    } finally {
      semaphore.release();
    }
  }

  private void putAndTake() throws InterruptedException {
    queue.put(1);
    put.incrementAndGet();
    Thread.yield();
    queue.take();
    taken.incrementAndGet();
  }

  private void waitInMonitor() throws InterruptedException {
    synchronized (monitor) {
      monitor.wait(1);
    }
  }

  private void awaitCondition() throws InterruptedException {
    lock.lock();
    try {
      condition.await(1, TimeUnit.MILLISECONDS);
    } finally {
      lock.unlock();
    }
  }

  private void inQueueOfOurs() {
    guard.enter();
    waiters.wakeFirst(null);
    waiters.await(GreenThread.current(), guard, "queue", "wait in", SHORT);
  }

  private void withinALimit() throws InterruptedException {
    try {
      TimeLimit.call(
          SHORT,
          () -> {
            Thread.sleep(2);
            return null;
          });
    } catch (TimeoutExpired e) {
      Thread.yield();
    }
  }
}
