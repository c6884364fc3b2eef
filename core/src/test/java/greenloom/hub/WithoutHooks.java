package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.jdk.Jdk;
import greenloom.testing.TestHub;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** The basic things, in a JVM in which green threads have no hooks. Run by {@link HooksOffIT}. */
final class WithoutHooks {
  private static final int MANY = 200_000;

  private WithoutHooks() {}

  public static void main(String[] args) throws Exception {
    assertThat(Jdk.features().hooks()).isFalse();
    assertThat(Jdk.features().tasks()).isFalse();
    TestHub.virtual().run(WithoutHooks::order);
    TestHub.virtual().run(WithoutHooks::ownWaits);
    TestHub.real().run(WithoutHooks::waitsOfTheJdk);
    TestHub.real().run(WithoutHooks::sockets);
    TestHub.real().run(WithoutHooks::foreignThreads);
    TestHub.real().run(WithoutHooks::waitInAnInitialiser);
    TestHub.real().run(WithoutHooks::manyThreads);
    ownThread();
    System.out.println("all passed");
  }

  private static void order() {
    List<Integer> log = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int n = i;
      Hub.current().spawn(null, () -> log.add(n));
    }
    Hub.yieldNow();
    assertThat(log).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  private static void ownWaits() {
    Waiter w = Waiter.here("x", "wait", new Guard());
    Hub.current().spawn(null, () -> w.wake("value"));
    w.await();
    assertThat(w.value()).isEqualTo("value");
    GreenThread t = JdkWait.spawnUntilItWaits("t", () -> Hub.sleep(Duration.ofHours(1)));
    t.deliver(new GreenletExit());
    Hub.yieldNow();
    assertThat(t.thread().isAlive()).isFalse();
    assertThatThrownBy(
            () -> TimeLimit.call(Duration.ofMillis(1), () -> sleepLong(Duration.ofHours(1))))
        .isInstanceOf(TimeoutExpired.class);
  }

  private static Object sleepLong(Duration d) {
    Hub.sleep(d);
    return null;
  }

  private static void waitsOfTheJdk() throws Exception {
    List<VoidBody<Exception>> waits =
        List.of(
            () -> Thread.sleep(60_000),
            () -> new LinkedBlockingQueue<>().take(),
            () -> new CountDownLatch(1).await(),
            () -> waitInAMonitor(new Object()));
    for (VoidBody<Exception> wait : waits) {
      GreenletExit kill = new GreenletExit();
      Throwable[] end = new Throwable[1];
      GreenThread t = JdkWait.spawnUntilItWaits("victim", () -> end[0] = endOf(wait));
      t.deliver(kill);
      JdkWait.assertEnds(t);
      assertThat(end[0]).isSameAs(kill);
      assertThatThrownBy(() -> TimeLimit.call(Duration.ofMillis(1), wait.asBody()))
          .isInstanceOf(TimeoutExpired.class);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  private static void waitInAMonitor(Object monitor) throws InterruptedException {
    synchronized (monitor) {
      monitor.wait(60_000);
    }
  }

  private static Throwable endOf(VoidBody<Exception> wait) {
    try {
      wait.run();
      return null;
    } catch (Throwable e) {
      return GreenThread.current().unmask(e);
    }
  }

  private static void sockets() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket other = server.accept()) {
      JdkWait.spawn("writer", () -> other.getOutputStream().write(7));
      assertThat(client.getInputStream().read()).isEqualTo(7);
    }
  }

  private static void foreignThreads() throws Exception {
    Hub[] hub = new Hub[1];
    Thread t = Thread.startVirtualThread(() -> hub[0] = Hub.current());
    t.join();
    assertThat(hub[0]).isSameAs(Hub.current());
  }

  /** Holds its hub up, and no more. */
  private static void waitInAnInitialiser() throws Exception {
    Clinit.body = () -> Thread.sleep(10);
    GreenThread t = JdkWait.spawn("t", () -> assertThat(Clinit.Sleeping.VALUE).isEqualTo(1));
    JdkWait.assertEnds(t);
  }

  /** More than fit into the heap, were they kept. */
  private static void manyThreads() {
    for (int i = 0; i < MANY; i++) {
      Hub.current().spawn(null, () -> {});
      if (i % 100 == 0) {
        Hub.yieldNow();
      }
    }
  }

  private static void ownThread() throws Exception {
    try (Hub hub = Hub.start("own")) {
      CountDownLatch begun = new CountDownLatch(1);
      GreenThread t = hub.spawn("t", begun::countDown);
      begun.await();
      JdkWait.assertEnds(t);
      hub.spawn("sleeper", () -> UncheckedFailure.of(WithoutHooks::sleep));
    }
  }

  private static Void sleep() throws InterruptedException {
    Thread.sleep(60_000);
    return null;
  }
}
