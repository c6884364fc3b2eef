package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.testing.TestHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Class initialisers that wait: nobody else may be held up by them. */
@Timeout(30)
class ClinitIT {
  private static final int TICKS = 5;

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final AtomicInteger ticks = new AtomicInteger();
  private final CountDownLatch ticked = new CountDownLatch(TICKS);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicBoolean together = new AtomicBoolean();
  private final List<Object> log = new ArrayList<>();

  @Test
  void sleep() {
    assertNobodyHeldUp(this::sleepUntilTicked, () -> Clinit.Sleeping.VALUE, 1);
  }

  private void sleepUntilTicked() throws InterruptedException {
    long until = System.nanoTime() + JdkWait.SOON.toNanos();
    while (ticked.getCount() > 0 && System.nanoTime() - until < 0) {
      Thread.sleep(5);
    }
  }

  @Test
  void socketRead_dataFromOutside() {
    Socket[] ends = connected();
    Thread.ofPlatform().start(() -> UncheckedFailure.of(() -> writeWhenTicked(ends[1])));
    assertNobodyHeldUp(() -> read(ends[0]), () -> Clinit.ReadingFromOutside.VALUE, 2);
  }

  @Test
  void socketRead_dataFromAGreenThread() {
    Socket[] ends = connected();
    assertNobodyHeldUp(
        () -> read(ends[0]),
        () -> Clinit.ReadingFromAGreenThread.VALUE,
        3,
        () -> writeWhenTicked(ends[1]));
  }

  @Test
  void latch_releasedByAGreenThread() {
    CountDownLatch latch = new CountDownLatch(1);
    assertNobodyHeldUp(
        latch::await,
        () -> Clinit.WaitingForALatch.VALUE,
        4,
        () -> {
          ticked.await();
          latch.countDown();
        });
  }

  @Test
  void lock_releasedByAGreenThread() {
    ReentrantLock lock = new ReentrantLock();
    TestHub.real()
        .run(() -> {
          GreenThread owner =
              JdkWait.spawnUntilItWaits(
                  "owner",
                  () -> {
                    lock.lock();
                    ticked.await();
                    lock.unlock();
                  });
          scenario(
              () -> {
                lock.lock();
                lock.unlock();
              },
              () -> Clinit.WaitingForALock.VALUE,
              5);
          JdkWait.assertEnds(owner);
        });
  }

  /** Nothing announces this one: the watchdog has to see it. */
  @Test
  void monitor_heldByAGreenThread() throws Exception {
    Object monitor = new Object();
    try (Logged watchdog = new Logged()) {
      TestHub.real()
          .run(() -> {
            GreenThread owner =
                JdkWait.spawnUntilItWaits(
                    "owner",
                    () -> {
                      synchronized (monitor) {
                        ticked.await();
                      }
                    });
            scenario(() -> enter(monitor), () -> Clinit.EnteringAMonitor.VALUE, 6);
            JdkWait.assertEnds(owner);
            assertThat(Hub.current().stats().seizures()).isPositive();
            assertThat(Hub.current().threads()).hasSize(1);
          });
      watchdog.awaitRecord();
    }
  }

  private static void enter(Object monitor) {
    synchronized (monitor) {
      monitor.notifyAll();
    }
  }

  /** The second user waits in the virtual machine: again for the watchdog. */
  @Test
  void class_usedByAnotherMeanwhile() throws Exception {
    try (Logged watchdog = new Logged()) {
      TestHub.real()
          .run(() -> {
            Clinit.body = ticked::await;
            GreenThread a = JdkWait.spawn("a", () -> log.add(Clinit.UsedByTwo.VALUE));
            GreenThread b = JdkWait.spawn("b", () -> log.add(Clinit.UsedByTwo.VALUE));
            JdkWait.spawn("ticker", this::tick);
            JdkWait.assertEnds(a);
            JdkWait.assertEnds(b);
            assertThat(log).containsExactly(7, 7);
          });
      watchdog.awaitRecord();
    }
  }

  @Test
  void two_atOnce() {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    TestHub.real()
        .run(() -> {
          Clinit.body = first::await;
          GreenThread a = JdkWait.spawn("a", () -> log.add(Clinit.FirstOfTwo.VALUE));
          Hub.yieldNow();
          Clinit.body = second::await;
          GreenThread b = JdkWait.spawn("b", () -> log.add(Clinit.SecondOfTwo.VALUE));
          Hub.yieldNow();
          assertThat(Hub.current().stats().spares()).isEqualTo(2);
          first.countDown(); // the one that began first need not wait for the other
          JdkWait.assertEnds(a);
          second.countDown();
          JdkWait.assertEnds(b);
          assertThat(log).containsExactly(8, 9);
        });
  }

  @Test
  void parks_neverTwoGreenThreadsAtOnce() {
    TestHub.real()
        .run(() -> {
          Clinit.body = () -> Thread.sleep(20);
          List<GreenThread> workers = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            boolean pins = i == 0;
            workers.add(
                JdkWait.spawn(
                    "worker",
                    () -> {
                      if (pins) {
                        log.add(Clinit.OneAtATime.VALUE);
                      }
                      workAlone();
                    }));
          }
          for (GreenThread w : workers) {
            JdkWait.assertEnds(w);
          }
          assertThat(together).isFalse();
          assertThat(log).containsExactly(10);
        });
  }

  private void workAlone() {
    for (int i = 0; i < 300; i++) {
      together.compareAndSet(false, inside.incrementAndGet() != 1);
      for (int spin = 0; spin < 2000; spin++) {
        Thread.onSpinWait();
      }
      together.compareAndSet(false, inside.get() != 1);
      inside.decrementAndGet();
      Hub.yieldNow();
    }
  }

  @Test
  void ourOwnWords() {
    Waiter[] w = new Waiter[1];
    assertNobodyHeldUp(
        () -> {
          w[0] = Waiter.here("own", "wait", null);
          assertThat(w[0].await()).isTrue();
          Hub.sleep(Duration.ofMillis(1));
          assertThat(Waiter.here("own", "wait", null).await(Duration.ofMillis(1))).isFalse();
        },
        () -> Clinit.WaitingForOurWords.VALUE,
        11,
        () -> {
          ticked.await();
          w[0].wake(null);
        });
  }

  /** The root's turn comes while a spare carrier runs its hub. */
  @Test
  void root_wokenMeanwhile_goesOnAfterwards() {
    Hub hub = Hub.current();
    CountDownLatch latch = new CountDownLatch(1);
    Waiter w = Waiter.here("root", "wait", null);
    Clinit.body = latch::await;
    GreenThread a = hub.spawn("a", () -> log.add(Clinit.WakingTheRoot.VALUE));
    hub.spawn(
        "b",
        () -> {
          w.wake(null);
          long turns = hub.stats().turns();
          Hub.sleep(Duration.ofMillis(50));
          log.add(hub.stats().turns() - turns < 1000);
          latch.countDown();
        });
    w.await();
    while (a.thread().isAlive() || log.size() < 2) {
      Hub.sleep(Duration.ofMillis(1));
    }
    assertThat(log).containsExactlyInAnyOrder(12, true);
  }

  @Test
  void kill_waitsForTheEndOfTheInitialiser() {
    TestHub.real()
        .run(() -> {
          Clinit.body = ticked::await;
          GreenThread t =
              JdkWait.spawn(
                  "t",
                  () -> {
                    log.add(Clinit.Killed.VALUE);
                    Thread.sleep(60_000);
                  });
          Hub.yieldNow();
          t.deliver(new GreenletExit());
          tick();
          JdkWait.assertEnds(t);
          assertThat(log).containsExactly(13);
        });
  }

  @Test
  void close_whileAnInitialiserWaits_isBounded() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Hub hub = Hub.setup("pinned").daemon().closeWithin(Duration.ofMillis(50)).start();
    GreenThread t =
        hub.spawn(
            "t",
            () -> {
              Clinit.body =
                  () -> {
                    begun.countDown();
                    latch.await();
                  };
              log.add(Clinit.Closing.VALUE);
            });
    begun.await();
    try (Logged closing = new Logged()) {
      hub.close();
      assertThat(closing.messages()).anySatisfy(m -> assertThat(m).contains("pinned"));
      long turns = hub.stats().turns();
      Thread.sleep(20);
      assertThat(hub.stats().turns() - turns).isLessThan(1000);
    }
    latch.countDown();
    assertThat(t.thread().join(JdkWait.SOON)).isTrue();
  }

  @SafeVarargs
  private void assertNobodyHeldUp(
      VoidBody<Exception> initialiser, IntSupplier use, int value, VoidBody<Exception>... others) {
    TestHub.real()
        .run(() -> {
          List<GreenThread> started = new ArrayList<>();
          for (VoidBody<Exception> other : others) {
            started.add(JdkWait.spawn("other", other));
          }
          scenario(initialiser, use, value);
          for (GreenThread t : started) {
            JdkWait.assertEnds(t);
          }
          assertThat(Hub.current().stats().spares()).isPositive();
        });
  }

  /** One thread initialises, one ticks all the while. */
  private void scenario(VoidBody<Exception> initialiser, IntSupplier use, int value)
      throws Exception {
    Clinit.body = initialiser;
    GreenThread user =
        JdkWait.spawn(
            "user",
            () -> {
              int before = ticks.get();
              log.add(use.getAsInt());
              log.add(ticks.get() - before >= TICKS - 1);
            });
    GreenThread ticker = JdkWait.spawn("ticker", this::tick);
    JdkWait.assertEnds(user);
    JdkWait.assertEnds(ticker);
    assertThat(log).containsExactly(value, true);
  }

  private void tick() throws InterruptedException {
    for (int i = 0; i < TICKS; i++) {
      Thread.sleep(2);
      ticks.incrementAndGet();
      ticked.countDown();
    }
  }

  private Void writeWhenTicked(Socket socket) throws Exception {
    assertThat(ticked.await(10, TimeUnit.SECONDS)).isTrue();
    socket.getOutputStream().write(7);
    return null;
  }

  private static void read(Socket socket) throws IOException {
    assertThat(socket.getInputStream().read()).isEqualTo(7);
    socket.close();
  }

  private static Socket[] connected() {
    return UncheckedFailure.of(() -> {
      try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        return new Socket[] {client, server.accept()};
      }
    });
  }
}
