package greenloom.sockets;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.joinAllOrThrow;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static greenloom.sockets.Sockets.SOON;
import static greenloom.sockets.Sockets.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What could go wrong because connections are registered once: when a read may be believed to have
 * emptied the socket, and who is woken when several wait.
 */
@Timeout(60)
class ArrivalsIT {
  private static void onHub(Action body) {
    TestHub.real().run(body);
  }

  private static void withPair(PairBody body) {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      ends[0].setSoTimeout((int) SOON.toMillis()); // a lost wake-up ends here
      body.run(ends[0], ends[1]);
      Sockets.closeAll(List.of(ends));
    });
  }

  private interface PairBody {
    void run(Socket socket, Socket other) throws Exception;
  }

  private static byte[] bytes(int n) {
    byte[] all = new byte[n];
    for (int i = 0; i < n; i++) {
      all[i] = (byte) (i * 31);
    }
    return all;
  }

  @Test
  void poller_isTheOneUnderTest() {
    onHub(() -> {
      String poller = Hub.current().stats().poller();
      switch (System.getProperty("greenloom.poller", "")) {
        case "portable" -> assertThat(poller).isEqualTo("portable: -Dgreenloom.poller=portable");
        case "once" ->
            assertThat(poller).isEqualTo("epoll, armed for each wait: -Dgreenloom.poller=once");
        default -> assumeTrue(poller.equals("epoll"), "SKIPPED: there is no epoll here");
      }
    });
  }

  // --- is there something left? ---

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 100, 128, 200_000})
  void pieces_ofAnySize_arriveInOrder(int size) {
    withPair((socket, other) -> {
      byte[] sent = bytes(size == 200_000 ? 3_000_000 : 6_400);
      Greenlet<?> writer = spawn(() -> writeInPieces(other.getOutputStream(), sent));
      byte[] got = new byte[sent.length];
      InputStream in = socket.getInputStream();
      for (int at = 0; at < got.length; ) {
        at += in.read(got, at, Math.min(size, got.length - at));
      }
      assertThat(got).isEqualTo(sent);
      writer.get();
      other.shutdownOutput();
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read()).isEqualTo(-1);
    });
  }

  private static void writeInPieces(OutputStream out, byte[] sent) throws IOException {
    Random random = new Random(sent.length);
    for (int at = 0; at < sent.length; ) {
      int n = Math.min(1 + random.nextInt(1 + sent.length / 50), sent.length - at);
      out.write(sent, at, n);
      at += n;
      if (random.nextInt(3) == 0) {
        Thread.yield();
      }
    }
  }

  /** A report of both at once: the read of the bytes is short, and no second report comes. */
  @Test
  void endTogetherWithBytes_isSeen() {
    withPair((socket, other) -> {
      Greenlet<Integer> reader = spawn(() -> socket.getInputStream().readAllBytes().length);
      Hub.current().awaitAllBlocked();
      other.getOutputStream().write(new byte[100]);
      other.close();
      assertThat(reader.get(SOON)).isEqualTo(100);
    });
  }

  @Test
  void resetTogetherWithBytes_isSeen() {
    withPair((socket, other) -> {
      InputStream in = socket.getInputStream();
      Greenlet<Integer> reader = spawn(() -> in.read(new byte[10]));
      Hub.current().awaitAllBlocked();
      other.getOutputStream().write(1);
      assertThat(reader.get(SOON)).isEqualTo(1);
      Greenlet<?> second = spawn(() -> in.read(new byte[10]));
      Hub.current().awaitAllBlocked();
      other.setSoLinger(true, 0);
      other.close();
      assertThatThrownBy(() -> second.get(SOON)).rootCause().hasMessage("Connection reset");
      assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
    });
  }

  /** It ends a read in the middle, and what is behind it is not reported again. */
  @Test
  void urgentByteAmongOthers_whatFollowsIsRead() {
    withPair((socket, other) -> {
      OutputStream out = other.getOutputStream();
      for (int i = 0; i < 5; i++) {
        Greenlet<byte[]> reader = spawn(() -> socket.getInputStream().readNBytes(3));
        Hub.current().awaitAllBlocked();
        out.write(new byte[] {1, 2});
        other.sendUrgentData(9);
        out.write(3);
        assertThat(reader.get(SOON)).containsExactly(1, 2, 3);
      }
    });
  }

  /** The bytes came while the hub was busy, and the timer is looked at before the sockets. */
  @Test
  void soTimeout_bytesCameInTime_hubWasBusy_areRead() {
    withPair((socket, other) -> {
      socket.setSoTimeout(40);
      Greenlet<Integer> reader = spawn(() -> socket.getInputStream().read());
      Hub.current().awaitAllBlocked();
      other.getOutputStream().write(7);
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(80);
      while (System.nanoTime() - until < 0) {
        Thread.onSpinWait();
      }
      assertThat(reader.get(SOON)).isEqualTo(7);
    });
  }

  /** One look at the sockets tells of 256 at most, and those come last whose time is up first. */
  @Test
  void soTimeout_moreCameInTimeThanOneLookTells_areRead() {
    onHub(() -> {
      boolean inTime;
      do {
        List<Socket[]> pairs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
          pairs.add(Sockets.pair());
          pairs.getLast()[0].setSoTimeout(200);
        }
        long begin = System.nanoTime();
        List<Greenlet<Integer>> readers =
            pairs.stream().map(p -> spawn(() -> p[0].getInputStream().read())).toList();
        Hub.current().awaitAllBlocked();
        for (Socket[] pair : pairs.reversed()) {
          pair[1].getOutputStream().write(7);
        }
        inTime = System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(200);
        while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(300)) {
          Thread.onSpinWait();
        }
        joinAll(readers);
        assertThat(!inTime || readers.stream().allMatch(Greenlet::successful)).isTrue();
        for (Socket[] pair : pairs) {
          Sockets.closeAll(List.of(pair));
        }
      } while (!inTime);
    });
  }

  @Test
  void soTimeout_thenBytes_areRead() {
    withPair((socket, other) -> {
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 5; i++) {
        socket.setSoTimeout(10);
        long before = System.nanoTime();
        assertThatThrownBy(in::read)
            .isInstanceOf(SocketTimeoutException.class)
            .hasMessage("Read timed out");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(10_000_000);
        socket.setSoTimeout((int) SOON.toMillis());
        Greenlet<?> writer = later(() -> other.getOutputStream().write(7));
        assertThat(in.read()).isEqualTo(7);
        writer.get();
      }
    });
  }

  // --- several readers ---

  @Test
  void severalReaders_oneHub_eachByteIsReadOnce() {
    withPair((socket, other) -> {
      int readers = 5;
      int each = 200;
      AtomicInteger sum = new AtomicInteger();
      List<Greenlet<?>> all = new ArrayList<>();
      for (int r = 0; r < readers; r++) {
        all.add(
            spawn(() -> {
              for (int i = 0; i < each; i++) {
                sum.addAndGet(socket.getInputStream().read());
              }
            }));
      }
      for (int i = 0; i < readers * each; i++) {
        other.getOutputStream().write(1);
        if (i % 7 == 0) {
          sleep(Duration.ofNanos(200_000));
        }
      }
      joinAllOrThrow(all);
      assertThat(sum.get()).isEqualTo(readers * each);
    });
  }

  /** Readers of two hubs, of the JDK's scheduler and of the operating system, all at once. */
  @Test
  void severalReaders_everywhere_eachByteIsReadOnce() throws Exception {
    Socket[] ends = Sockets.pair();
    ends[0].setSoTimeout((int) SOON.toMillis());
    int each = 300;
    AtomicInteger sum = new AtomicInteger();
    List<Throwable> failures = new ArrayList<>();
    Runnable body =
        () -> {
          try {
            for (int i = 0; i < each; i++) {
              sum.addAndGet(ends[0].getInputStream().read());
            }
          } catch (Throwable e) {
            failures.add(e);
          }
        };
    try (Hub one = Hub.start("one");
        Hub two = Hub.start("two")) {
      List<Greenlet<?>> green =
          List.of(
              spawnOn(one, body::run),
              spawnOn(one, body::run),
              spawnOn(two, body::run),
              spawnOn(two, body::run));
      List<Thread> others =
          List.of(Thread.ofVirtual().start(body), Thread.ofPlatform().start(body));
      for (int i = 0; i < 6 * each; i++) {
        ends[1].getOutputStream().write(1);
        if (i % 5 == 0) {
          Thread.sleep(0, 100_000);
        }
      }
      for (Greenlet<?> g : green) {
        assertThat(g.join(SOON)).as("%s%n%s", one.dump(), two.dump()).isTrue();
      }
      for (Thread t : others) {
        assertThat(t.join(SOON)).isTrue();
      }
    }
    assertThat(failures).isEmpty();
    assertThat(sum.get()).isEqualTo(6 * each);
    Sockets.closeAll(List.of(ends));
  }

  @Test
  void killedReader_besideAnother_theOtherIsWoken() {
    withPair((socket, other) -> {
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 50; i++) {
        Greenlet<Integer> one = spawn(() -> in.read());
        Greenlet<Integer> two = spawn(() -> in.read());
        Hub.current().awaitAllBlocked();
        (i % 2 == 0 ? one : two).kill();
        other.getOutputStream().write(7);
        assertThat((i % 2 == 0 ? two : one).get(SOON)).isEqualTo(7);
      }
    });
  }

  @Test
  void waits_areCounted_andEnd() {
    withPair((socket, other) -> {
      assumeTrue(Hub.current().stats().features().epoll(), "SKIPPED: counted in an epoll only");
      Greenlet<?> reader = spawn(() -> socket.getInputStream().read());
      Hub.current().awaitAllBlocked();
      assertThat(Hub.current().stats().socketWaits()).isEqualTo(1);
      reader.kill();
      assertThat(Hub.current().stats().socketWaits()).isZero();
    });
  }

  // --- the descriptor ---

  /** Numbers go round between sockets, whose arrivals are known, and channels, whose are not. */
  @Test
  void descriptorsUsedAgain_bySocketsAndChannels_noWakeUpIsLost() {
    onHub(() -> {
      try (ServerSocket server = Sockets.server();
          Hub second = Hub.start("second")) {
        Hub first = Hub.current();
        List<Greenlet<?>> served = new ArrayList<>();
        Greenlet<?> serving = spawn(() -> serve(server, List.of(first, second), served));
        List<Greenlet<?>> clients = new ArrayList<>();
        for (int c = 0; c < 30; c++) {
          int number = c;
          clients.add(
              spawn(() -> {
                if (number % 3 == 0) {
                  channels(number);
                } else {
                  talkShortly(server, number);
                }
              }));
        }
        joinAllOrThrow(clients);
        serving.kill();
        joinAllOrThrow(served);
      }
    });
  }

  private static void serve(ServerSocket server, List<Hub> hubs, List<Greenlet<?>> served)
      throws IOException {
    for (int i = 0; ; i++) {
      Socket s = server.accept();
      s.setSoTimeout((int) SOON.toMillis());
      served.add(spawnOn(hubs.get(i % 4 == 0 ? 1 : 0), () -> Sockets.echo(s)));
    }
  }

  private static void talkShortly(ServerSocket server, int number) throws Exception {
    for (int i = 0; i < 60; i++) {
      try (Socket s = Sockets.client(server)) {
        s.setSoTimeout((int) SOON.toMillis());
        Sockets.roundTrip(s, number * 100 + i);
        if (i % 2 == 0) {
          Sockets.roundTrip(s, number + i);
        }
      }
    }
  }

  private static void channels(int number) throws IOException {
    for (int i = 0; i < 60; i++) {
      SocketChannel[] ends = Sockets.channels(Sockets.serverChannel());
      Greenlet<Byte> reader = spawn(() -> Sockets.readByte(ends[number % 2]));
      Thread.yield();
      Sockets.writeByte(ends[1 - number % 2]);
      assertThat(reader.get(SOON)).isEqualTo((byte) 7);
      Sockets.closeAll(List.of(ends));
    }
  }

  /** Closers on another thread meet readers that are about to wait, wait, or are being woken. */
  @Test
  void closedFromOutside_atAnyMoment_theReaderEnds() {
    onHub(() -> {
      Random random = new Random(1);
      for (int i = 0; i < 400; i++) {
        Socket[] ends = Sockets.pair();
        Greenlet<?> reader =
            spawn(() -> {
              try {
                while (ends[0].getInputStream().read() >= 0) {
                  Thread.yield();
                }
              } catch (SocketException e) {
                assertThat(ends[0].isClosed()).isTrue();
              }
            });
        int spins = random.nextInt(30_000);
        Thread closer =
            Thread.ofPlatform()
                .start(() -> {
                  for (int n = 0; n < spins; n++) {
                    Thread.onSpinWait();
                  }
                  try {
                    ends[0].close();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
        ends[1].getOutputStream().write(1);
        assertThat(reader.join(SOON)).as("%s", Hub.current().dump()).isTrue();
        reader.get();
        closer.join();
        ends[1].close();
      }
    });
  }

  @Test
  void forgotten_isClosedWhenCollected() {
    onHub(() -> {
      Socket other = forgetOne();
      for (int i = 0; i < 500 && other.getInputStream().available() == 0; i++) {
        System.gc();
        other.setSoTimeout(20);
        try {
          assertThat(other.getInputStream().read()).isEqualTo(-1);
          other.close();
          return;
        } catch (SocketTimeoutException e) {
          // not yet
        }
      }
      throw new AssertionError("still open");
    });
  }

  private static Socket forgetOne() throws IOException {
    Socket[] ends = Sockets.pair();
    ends[1].getOutputStream().write(1);
    assertThat(ends[0].getInputStream().read()).isEqualTo(1);
    return ends[1];
  }

  @Test
  void platformThread_reads_asEver() throws Exception {
    Socket[] ends = Sockets.pair();
    byte[] sent = bytes(100);
    ends[1].getOutputStream().write(sent);
    byte[] got = new byte[200];
    assertThat(ends[0].getInputStream().read(got)).isEqualTo(100);
    assertThat(Arrays.copyOf(got, 100)).isEqualTo(sent);
    Sockets.closeAll(List.of(ends));
  }
}
