package greenloom.stress.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.Hub;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a connection may leave behind is counted. */
@Timeout(60)
class CensusIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void nothingNew_noDifference() throws Exception {
    Census before = Census.settled(Census::ofProcess);
    assertThat(Census.awaitSame(before, Census::ofProcess)).isEmpty();
  }

  @Test
  void descriptor_leftOpen_isFound() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "SKIPPED: nobody tells what is open");
    new DatagramSocket(0, HERE).close();
    Census before = Census.settled(Census::ofProcess);
    try (DatagramSocket left = new DatagramSocket(0, HERE)) {
      assertThat(Census.ofProcess().differencesTo(before))
          .as("%s", left)
          .anyMatch(line -> line.startsWith("descriptor socket: "));
    }
    assertThat(Census.awaitSame(before, Census::ofProcess)).isEmpty();
  }

  @Test
  void thread_left_isFound() throws Exception {
    Census before = Census.settled(Census::ofProcess);
    CountDownLatch end = new CountDownLatch(1);
    Thread left = Thread.ofPlatform().name("left").start(() -> await(end));
    assertThat(Census.ofProcess().differencesTo(before)).contains("thread left: 0 before, 1 after");
    end.countDown();
    left.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void greenletsTimersAndWaits_left_areFound() throws Exception {
    try (Hub hub = Hub.start("counted");
        ServerSocket server = new ServerSocket(0, 5, HERE);
        Socket client = new Socket(HERE, server.getLocalPort());
        Socket accepted = server.accept()) {
      List<Hub> hubs = List.of(hub);
      Census before = Census.settled(() -> Census.ofHubs(hubs));
      Greenlet<?> sleeper = Greenloom.spawnOn(hub, () -> Thread.sleep(60_000));
      Greenlet<?> reader = Greenloom.spawnOn(hub, () -> accepted.getInputStream().read());
      Greenloom.spawnOn(hub, hub::awaitAllBlocked).join();
      Census during = Census.settled(() -> Census.ofHubs(hubs));
      assertThat(during.of("green threads") - before.of("green threads")).isEqualTo(2);
      assertThat(during.of("timers") - before.of("timers")).isEqualTo(1);
      if (hub.stats().features().epoll()) {
        assertThat(during.of("waits in hubs") - before.of("waits in hubs")).isEqualTo(1);
      }
      assertThat(during.of("objects of greenloom.Greenlet"))
          .isGreaterThan(before.of("objects of greenloom.Greenlet"));
      assertThat(Census.ofProcess().of("waits in pollers of the JDK")).isPositive();
      sleeper.kill(Duration.ofSeconds(20));
      reader.kill(Duration.ofSeconds(20));
      assertThat(client.isClosed()).isFalse();
    }
  }
}
