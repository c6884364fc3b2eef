package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.jdk.Carrier;
import greenloom.jdk.Jdk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a hub's own epoll costs, who wakes it, and how it ends. */
@Timeout(60)
class EpollPollerIT {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private Hub hub;

  @BeforeAll
  static void onlyWithEpoll() {
    Hub.background(); // puts the hook in
    assumeTrue(Jdk.features().epoll(), "SKIPPED: hubs do not wait for sockets themselves here");
  }

  @BeforeEach
  void startHub() {
    hub = hubs.start("hub");
  }

  private static void read(Pipe pipe) {
    UncheckedFailure.of(() -> pipe.source().read(ByteBuffer.allocate(1)));
  }

  private static void write(Pipe pipe) throws IOException {
    pipe.sink().write(ByteBuffer.allocate(1));
  }

  private static void close(Pipe pipe) throws IOException {
    pipe.source().close();
    pipe.sink().close();
  }

  private static void awaitWaits(Hub hub, int waits) throws InterruptedException {
    long until = System.nanoTime() + JdkWait.SOON.toNanos();
    while (hub.stats().socketWaits() != waits && System.nanoTime() - until < 0) {
      Thread.sleep(1);
    }
    assertThat(hub.stats().socketWaits()).isEqualTo(waits);
  }

  /** A wait of a green thread on a pipe, under way. */
  private GreenThread reader(Hub on, Pipe pipe) throws InterruptedException {
    GreenThread reader = on.spawn("reader", () -> read(pipe));
    awaitWaits(on, 1);
    return reader;
  }

  @Test
  void wake_whileItWaitsForSockets_endsTheSleep() throws Exception {
    Pipe pipe = Pipe.open();
    GreenThread reader = reader(hub, pipe);
    for (int i = 0; i < 1_000; i++) {
      CountDownLatch ran = new CountDownLatch(1);
      hub.spawn("other", ran::countDown);
      ran.await();
    }
    assertThat(hub.stats().wakeups()).isBetween(1L, 2_000L);
    assertThat(hub.stats().socketWaits()).isEqualTo(1);
    write(pipe);
    JdkWait.assertEnds(reader);
    close(pipe);
  }

  @Test
  void wake_noSocketWaits_needsNoDescriptor() throws Exception {
    int before = descriptors();
    for (int i = 0; i < 10; i++) {
      CountDownLatch ran = new CountDownLatch(1);
      hub.spawn("other", ran::countDown);
      ran.await();
      Thread.sleep(1);
    }
    assertThat(hub.stats().wakeups()).isZero();
    assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
  }

  /** Wakers of several threads, sockets and timers at once: nothing is left lying. */
  @Test
  void wakeUpsOfAllKinds_atOnce_noneIsLost() throws Exception {
    Pipe pipe = Pipe.open();
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    int rounds = 3_000;
    GreenThread taker = hub.spawn("taker", () -> UncheckedFailure.of(() -> take(queue, rounds)));
    GreenThread reader = hub.spawn("reader", () -> UncheckedFailure.of(() -> read(pipe, rounds)));
    Thread putter =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < rounds; i++) {
                queue.add(i);
                Thread.yield();
              }
            });
    for (int i = 0; i < rounds; i++) {
      write(pipe);
      if (i % 64 == 0) {
        Thread.sleep(0, 300_000);
      }
    }
    putter.join();
    assertThat(taker.thread().join(JdkWait.SOON)).as("%s", hub.dump()).isTrue();
    assertThat(reader.thread().join(JdkWait.SOON)).as("%s", hub.dump()).isTrue();
    close(pipe);
  }

  private static Void take(BlockingQueue<Integer> queue, int rounds) throws InterruptedException {
    for (int i = 0; i < rounds; i++) {
      assertThat(queue.take()).isEqualTo(i);
      if (i % 100 == 0) {
        Thread.sleep(0, 200_000);
      }
    }
    return null;
  }

  private static Void read(Pipe pipe, int rounds) throws IOException {
    for (int i = 0; i < rounds; i++) {
      assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(1);
    }
    return null;
  }

  /** It registers on its own carrier, while a spare may sleep in the hub. */
  @Test
  void pinnedWait_forASocket_isDelivered() throws Exception {
    Pipe pipe = Pipe.open();
    Clinit.body = () -> read(pipe);
    GreenThread reader =
        hub.spawn("reader", () -> assertThat(Clinit.ReadingAPipe.VALUE).isEqualTo(16));
    awaitWaits(hub, 1);
    Thread.sleep(20);
    write(pipe);
    JdkWait.assertEnds(reader);
    assertThat(hub.stats().spares()).isEqualTo(1);
    close(pipe);
  }

  /**
   * It runs beside the hub, and begins to wait for a socket while that sleeps without its epoll.
   */
  @Test
  void seizedThread_waitForASocket_isDelivered() throws Exception {
    Pipe pipe = Pipe.open();
    CountDownLatch goOn = new CountDownLatch(1);
    GreenThread reader =
        hub.spawn(
            "reader",
            () -> {
              while (goOn.getCount() > 0) {
                Carrier.park(50_000_000);
              }
              read(pipe);
            });
    while (hub.stats().seizures() == 0) {
      Thread.sleep(5);
    }
    Thread.sleep(20);
    goOn.countDown();
    awaitWaits(hub, 1);
    Thread.sleep(20);
    write(pipe);
    JdkWait.assertEnds(reader);
    close(pipe);
  }

  @Test
  void close_withAWaitUnderWay_killsIt_andGivesTheDescriptorsBack() throws Exception {
    List<Pipe> pipes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      pipes.add(Pipe.open());
    }
    int before = descriptors();
    for (Pipe pipe : pipes) {
      Hub mortal = Hub.setup("mortal").daemon().start();
      GreenThread reader = reader(mortal, pipe);
      mortal.close();
      JdkWait.assertEnds(reader);
    }
    assertThat(descriptors()).isLessThan(before + pipes.size());
    for (Pipe pipe : pipes) {
      close(pipe);
    }
  }

  private static int descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    }
  }
}
