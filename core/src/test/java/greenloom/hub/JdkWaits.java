package greenloom.hub;

import static greenloom.hub.JdkWait.SOON;
import static greenloom.hub.JdkWait.answered;
import static greenloom.hub.JdkWait.interrupted;
import static greenloom.hub.JdkWait.spawn;
import static greenloom.hub.JdkWait.spawnUntilItWaits;
import static greenloom.hub.JdkWait.thrown;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The ways to wait in the JDK. Each call gives fresh things; to be called on a green thread. */
final class JdkWaits {
  private static final long SECONDS = SOON.toSeconds();

  private JdkWaits() {}

  /** Those in which a thread leaves its carrier by a park. */
  static Stream<Supplier<JdkWait>> parks() {
    return Stream.of(
        () -> thrown("Thread.sleep", () -> Thread.sleep(60_000), () -> {}),
        () -> thrown("LockSupport.park", JdkWaits::parkForEver, () -> {}),
        () -> thrown("LockSupport.parkNanos", JdkWaits::parkLong, () -> {}),
        () -> queue("LinkedBlockingQueue.take", new LinkedBlockingQueue<>()),
        () -> queue("ArrayBlockingQueue.take", new ArrayBlockingQueue<>(10)),
        () -> queue("PriorityBlockingQueue.take", new PriorityBlockingQueue<>()),
        () -> queue("SynchronousQueue.take", new SynchronousQueue<>()),
        () -> queue("LinkedTransferQueue.take", new LinkedTransferQueue<>()),
        JdkWaits::timedPoll,
        JdkWaits::exchanger,
        JdkWaits::cyclicBarrier,
        () -> lock("ReentrantLock.lock", new ReentrantLock()),
        () -> lock("fair ReentrantLock.lock", new ReentrantLock(true)),
        () -> lock("WriteLock.lock", new ReentrantReadWriteLock().writeLock()),
        () -> lock("StampedLock.asWriteLock.lock", new StampedLock().asWriteLock()),
        JdkWaits::lockInterruptibly,
        JdkWaits::semaphore,
        JdkWaits::latch,
        JdkWaits::futureGet,
        JdkWaits::futureJoin,
        JdkWaits::futureTask,
        JdkWaits::phaser,
        JdkWaits::condition,
        JdkWaits::joinGreen,
        JdkWaits::executorClose,
        JdkWaits::processWait,
        JdkWaits::socketRead);
  }

  /** Those in which the virtual machine keeps the thread. */
  static Stream<Supplier<JdkWait>> monitors() {
    return Stream.of(JdkWaits::objectWait, JdkWaits::timedObjectWait, JdkWaits::pipedRead);
  }

  private static void parkForEver() {
    while (true) {
      LockSupport.park();
    }
  }

  private static void parkLong() {
    while (true) {
      LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(1));
    }
  }

  private static JdkWait queue(String name, BlockingQueue<Integer> queue) {
    return interrupted(
        name,
        queue::take,
        () -> {
          for (int i = 0; i < 3; i++) {
            int n = i;
            Integer got = answered(() -> queue.put(n), () -> queue.poll(SECONDS, TimeUnit.SECONDS));
            assertThat(got).isEqualTo(n);
          }
        });
  }

  private static JdkWait timedPoll() {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    return interrupted(
        "LinkedBlockingQueue.poll(time)",
        () -> queue.poll(60, TimeUnit.SECONDS),
        () -> assertThat(answered(() -> queue.put(1), queue::take)).isEqualTo(1));
  }

  private static JdkWait exchanger() {
    Exchanger<Integer> exchanger = new Exchanger<>();
    return interrupted(
        "Exchanger.exchange",
        () -> exchanger.exchange(1),
        () ->
            assertThat(
                    answered(
                        () -> exchanger.exchange(7),
                        () -> exchanger.exchange(2, SECONDS, TimeUnit.SECONDS)))
                .isEqualTo(7));
  }

  private static JdkWait cyclicBarrier() {
    CyclicBarrier barrier = new CyclicBarrier(2);
    return interrupted(
        "CyclicBarrier.await",
        barrier::await,
        () -> {
          barrier.reset();
          answered(barrier::await, () -> barrier.await(SECONDS, TimeUnit.SECONDS));
        });
  }

  private static JdkWait lock(String name, Lock lock) {
    return contended(name, lock, lock::lock);
  }

  private static JdkWait lockInterruptibly() {
    Lock lock = new ReentrantLock();
    return contended("ReentrantLock.lockInterruptibly", lock, lock::lockInterruptibly);
  }

  /** Somebody holds the lock, and gives it back when the victim has ended. */
  private static JdkWait contended(String name, Lock lock, VoidBody<Exception> enter) {
    CountDownLatch giveBack = new CountDownLatch(1);
    GreenThread owner = spawnUntilItWaits("owner", () -> hold(lock, giveBack));
    return thrown(
        name,
        () -> {
          enter.run();
          lock.unlock();
        },
        () -> {
          giveBack.countDown();
          JdkWait.assertEnds(owner);
          for (int i = 0; i < 3; i++) {
            GreenThread other = spawn("other", () -> hold(lock, new CountDownLatch(0)));
            assertThat(lock.tryLock(SECONDS, TimeUnit.SECONDS)).isTrue();
            lock.unlock();
            JdkWait.assertEnds(other);
          }
        });
  }

  private static void hold(Lock lock, CountDownLatch until) throws InterruptedException {
    lock.lock();
    try {
      Thread.yield();
      until.await();
    } finally {
      lock.unlock();
    }
  }

  private static JdkWait semaphore() {
    Semaphore semaphore = new Semaphore(0);
    return thrown(
        "Semaphore.acquireUninterruptibly",
        semaphore::acquireUninterruptibly,
        () -> {
          semaphore.release();
          assertThat(semaphore.tryAcquire(SECONDS, TimeUnit.SECONDS)).isTrue();
          assertThat(semaphore.hasQueuedThreads()).isFalse();
        });
  }

  private static JdkWait latch() {
    CountDownLatch latch = new CountDownLatch(1);
    return thrown(
        "CountDownLatch.await",
        latch::await,
        () ->
            assertThat(answered(latch::countDown, () -> latch.await(SECONDS, TimeUnit.SECONDS)))
                .isTrue());
  }

  private static JdkWait futureGet() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    return thrown("CompletableFuture.get", future::get, () -> assertCompletes(future));
  }

  private static JdkWait futureJoin() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    return thrown("CompletableFuture.join", future::join, () -> assertCompletes(future));
  }

  private static void assertCompletes(CompletableFuture<Integer> future) throws Exception {
    assertThat(answered(() -> future.complete(3), () -> future.get(SECONDS, TimeUnit.SECONDS)))
        .isEqualTo(3);
  }

  private static JdkWait futureTask() {
    FutureTask<Integer> task = new FutureTask<>(() -> 3);
    return thrown(
        "FutureTask.get",
        task::get,
        () ->
            assertThat(answered(task::run, () -> task.get(SECONDS, TimeUnit.SECONDS)))
                .isEqualTo(3));
  }

  private static JdkWait phaser() {
    Phaser phaser = new Phaser(2);
    return thrown(
        "Phaser.arriveAndAwaitAdvance",
        phaser::arriveAndAwaitAdvance,
        () -> {
          int phase = phaser.getPhase();
          answered(
              phaser::arrive,
              () -> phaser.awaitAdvanceInterruptibly(phase, SECONDS, TimeUnit.SECONDS));
        });
  }

  private static JdkWait condition() {
    ReentrantLock lock = new ReentrantLock();
    Condition condition = lock.newCondition();
    return interrupted(
        "Condition.await",
        () -> {
          lock.lock();
          try {
            condition.await();
          } finally {
            lock.unlock();
          }
        },
        () -> assertSignalArrives(lock, condition));
  }

  /** The one signal goes to the waiter that is alive. */
  static void assertSignalArrives(ReentrantLock lock, Condition condition) throws Exception {
    GreenThread waiter =
        spawnUntilItWaits(
            "second waiter",
            () -> {
              lock.lock();
              try {
                condition.await();
              } finally {
                lock.unlock();
              }
            });
    assertThat(lock.tryLock(SECONDS, TimeUnit.SECONDS)).isTrue();
    condition.signal();
    lock.unlock();
    JdkWait.assertEnds(waiter);
  }

  private static JdkWait joinGreen() {
    CountDownLatch end = new CountDownLatch(1);
    GreenThread joined = spawnUntilItWaits("joined", end::await);
    return interrupted(
        "Thread.join",
        () -> joined.thread().join(),
        () -> {
          end.countDown();
          JdkWait.assertEnds(joined);
        });
  }

  /** Its interrupt cancels the tasks; it returns when they have ended. */
  private static JdkWait executorClose() {
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    executor.submit(() -> new CountDownLatch(1).await(60, TimeUnit.SECONDS));
    return interrupted(
            "ExecutorService.close",
            executor::close,
            () -> assertThat(executor.isTerminated()).isTrue())
        .ends(null);
  }

  private static JdkWait processWait() {
    Process process = UncheckedFailure.of(() -> new ProcessBuilder("cat").start());
    return interrupted(
        "Process.waitFor",
        process::waitFor,
        () -> {
          process.getOutputStream().close();
          assertThat(process.waitFor()).isZero();
        });
  }

  private static JdkWait socketRead() {
    Socket[] ends = UncheckedFailure.of(JdkWaits::connected);
    return thrown(
        "Socket.read",
        () -> ends[0].getInputStream().read(),
        () -> {
          ends[1].getOutputStream().write(7);
          assertThat(ends[0].getInputStream().read()).isEqualTo(7);
          ends[0].close();
          ends[1].close();
        });
  }

  private static Socket[] connected() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
      return new Socket[] {client, server.accept()};
    }
  }

  private static JdkWait objectWait() {
    return inMonitor("Object.wait", 0);
  }

  private static JdkWait timedObjectWait() {
    return inMonitor("Object.wait(time)", 60_000);
  }

  private static JdkWait inMonitor(String name, long limit) {
    Object monitor = new Object();
    boolean[] notified = {false};
    return interrupted(
            name,
            () -> {
              synchronized (monitor) {
                monitor.wait(limit);
              }
            },
            () -> {
              GreenThread waiter = spawnUntilItWaits("waiter", () -> waitFor(monitor, notified));
              synchronized (monitor) {
                notified[0] = true;
                monitor.notifyAll();
              }
              JdkWait.assertEnds(waiter);
            })
        .at(KillPoint.LATER);
  }

  private static void waitFor(Object monitor, boolean[] notified) throws InterruptedException {
    synchronized (monitor) {
      while (!notified[0]) {
        monitor.wait(SOON.toMillis());
      }
    }
  }

  private static JdkWait pipedRead() {
    PipedInputStream in = new PipedInputStream();
    PipedOutputStream out = UncheckedFailure.of(() -> new PipedOutputStream(in));
    return interrupted(
            "PipedInputStream.read",
            in::read,
            () -> {
              int got = answered(() -> writeAndFlush(out), in::read);
              assertThat(got).isEqualTo(5);
            })
        .at(KillPoint.LATER)
        .ends(java.io.InterruptedIOException.class);
  }

  private static void writeAndFlush(PipedOutputStream out) throws IOException {
    out.write(5);
    out.flush();
  }
}
