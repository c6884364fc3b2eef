package greenloom.sockets;

import static greenloom.Greenloom.joinAllOrThrow;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static greenloom.sockets.Sockets.HERE;
import static greenloom.sockets.Sockets.SOON;
import static greenloom.sockets.Sockets.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Group;
import greenloom.hub.Hub;
import greenloom.testing.TestHub;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sockets of the JDK in greenlets behave as its documentation says. */
@Timeout(60)
class SocketsIT {
  private static void onHub(Action body) {
    TestHub.real().run(body);
  }

  static List<SocketWait.Way> ways() {
    return SocketWait.ways().toList();
  }

  // --- closing ---

  @ParameterizedTest
  @MethodSource("ways")
  void close_byAnotherGreenlet_endsTheCall(SocketWait.Way way) {
    onHub(() -> {
      try (SocketWait wait = way.open().call()) {
        Greenlet<?> closer = later(wait.socket()::close);
        assertThatThrownBy(wait.op()::run).isInstanceOf(wait.whenClosed());
        closer.get();
      }
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void close_byAPlatformThread_endsTheCall(SocketWait.Way way) {
    onHub(() -> {
      try (SocketWait wait = way.open().call()) {
        Greenlet<?> closer = later(() -> on(Thread.ofPlatform(), wait.socket()::close).join());
        assertThatThrownBy(wait.op()::run).isInstanceOf(wait.whenClosed());
        closer.get();
      }
    });
  }

  @Test
  void halfClose_theOtherDirectionGoesOn() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      Greenlet<?> other =
          later(() -> {
            ends[1].shutdownOutput();
            assertThat(ends[1].getInputStream().read()).isEqualTo(5);
          });
      assertThat(ends[0].getInputStream().read()).isEqualTo(-1);
      ends[0].getOutputStream().write(5);
      other.get();
      Sockets.closeAll(List.of(ends));
    });
  }

  @Test
  void shutdownInput_byAnotherGreenlet_endsTheRead() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      Greenlet<?> other = later(ends[0]::shutdownInput);
      assertThat(ends[0].getInputStream().read()).isEqualTo(-1);
      other.get();
      Sockets.closeAll(List.of(ends));
    });
  }

  // --- time ---

  @Test
  void soTimeout_read_accept_receive() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      try (ServerSocket server = Sockets.server();
          DatagramSocket datagrams = new DatagramSocket(0, HERE)) {
        ends[0].setSoTimeout(30);
        server.setSoTimeout(30);
        datagrams.setSoTimeout(30);
        assertTimesOut(() -> ends[0].getInputStream().read());
        assertTimesOut(server::accept);
        assertTimesOut(() -> datagrams.receive(new DatagramPacket(new byte[1], 1)));
        ends[1].getOutputStream().write(7);
        assertThat(ends[0].getInputStream().read()).isEqualTo(7);
      }
      Sockets.closeAll(List.of(ends));
    });
  }

  private static void assertTimesOut(Action call) {
    assertTimesOut(call, 30);
  }

  private static void assertTimesOut(Action call, int leastMillis) {
    long before = System.nanoTime();
    assertThatThrownBy(call::run).isInstanceOf(SocketTimeoutException.class);
    assertThat(System.nanoTime() - before)
        .isGreaterThanOrEqualTo(Duration.ofMillis(leastMillis).toNanos());
  }

  /** The JDK counts this one in milliseconds of the day, so it can be one short. */
  @Test
  void connect_timeout() {
    onHub(() -> {
      try (ServerSocket server = new ServerSocket(0, 1, HERE);
          Socket socket = new Socket()) {
        List<Socket> queue = Sockets.fill(server);
        assertTimesOut(() -> socket.connect(server.getLocalSocketAddress(), 30), 29);
        Sockets.closeAll(queue);
      }
    });
  }

  @Test
  void connect_nobodyListens_isRefused() {
    onHub(() -> {
      ServerSocket gone = Sockets.server();
      gone.close();
      assertThatThrownBy(() -> Sockets.client(gone)).isInstanceOf(ConnectException.class);
    });
  }

  /** The operating system counts in milliseconds when sockets are waited for; we must not. */
  @Test
  void timers_besideAWaitForASocket_neverEarly() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      Greenlet<?> reader = spawn(() -> ends[0].getInputStream().read());
      long runs = Hub.current().stats().turns();
      for (int micros = 50; micros < 5_000; micros += 150) {
        long nanos = TimeUnit.MICROSECONDS.toNanos(micros);
        long before = System.nanoTime();
        sleep(Duration.ofNanos(nanos));
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(nanos);
      }
      assertThat(Hub.current().stats().turns() - runs).as("turns").isLessThan(300);
      reader.kill();
      Sockets.closeAll(List.of(ends));
    });
  }

  // --- selectors ---

  @Test
  void selector_readyChannel_limit_andWakeup() {
    onHub(() -> {
      try (Selector selector = Selector.open();
          ServerSocketChannel server = Sockets.serverChannel()) {
        server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        assertThat(selector.select(20)).isZero();
        Greenlet<SocketChannel> client = spawn(() -> SocketChannel.open(server.getLocalAddress()));
        assertThat(selector.select()).isEqualTo(1);
        server.accept().close();
        client.get().close();
        selector.selectedKeys().clear();
        Thread waker = Thread.ofPlatform().start(selector::wakeup);
        assertThat(selector.select()).isZero();
        waker.join();
      }
    });
  }

  // --- a platform thread that runs its hub ---

  @Test
  void platformThread_waitsForAGreenletAtASocket_isNoDeadlock() throws Exception {
    Socket[] ends = Sockets.pair();
    Greenlet<Integer> reader = spawn(() -> ends[0].getInputStream().read());
    CompletableFuture<Void> writer =
        on(
            Thread.ofPlatform(),
            () -> {
              Thread.sleep(50);
              ends[1].getOutputStream().write(7);
            });
    assertThat(reader.get()).isEqualTo(7);
    writer.join();
    Sockets.closeAll(List.of(ends));
  }

  @Test
  void platformThread_interruptedWhileItsHubWaitsForSockets_cancelsItsWait() throws Exception {
    Socket[] ends = Sockets.pair();
    CompletableFuture<Thread> waiting = new CompletableFuture<>();
    CompletableFuture<Void> end =
        on(
            Thread.ofPlatform(),
            () -> {
              Greenlet<?> reader = spawn(() -> ends[0].getInputStream().read());
              waiting.complete(Thread.currentThread());
              assertThatThrownBy(reader::get).isInstanceOf(CancellationException.class);
              assertThat(Thread.interrupted()).isTrue();
              reader.kill();
            });
    Thread t = waiting.join();
    Thread.sleep(20);
    t.interrupt();
    end.get(20, TimeUnit.SECONDS);
    Sockets.closeAll(List.of(ends));
  }

  // --- much, many, and everybody ---

  @Test
  void datagrams_thereAndBack() {
    onHub(() -> {
      try (DatagramSocket server = new DatagramSocket(0, HERE);
          DatagramSocket client = new DatagramSocket(0, HERE)) {
        Greenlet<?> echo =
            spawn(() -> {
              DatagramPacket p = new DatagramPacket(new byte[10], 10);
              for (int i = 0; i < 50; i++) {
                server.receive(p);
                server.send(p);
              }
            });
        for (byte i = 0; i < 50; i++) {
          client.send(new DatagramPacket(new byte[] {i}, 1, server.getLocalSocketAddress()));
          DatagramPacket back = new DatagramPacket(new byte[10], 10);
          client.receive(back);
          assertThat(back.getData()[0]).isEqualTo(i);
        }
        echo.get();
      }
    });
  }

  @Test
  void longWrite_slowReader_everythingArrives() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      byte[] much = new byte[20 << 20];
      Greenlet<Integer> reader =
          spawn(() -> {
            sleep(Duration.ofMillis(20));
            return ends[1].getInputStream().readNBytes(much.length).length;
          });
      ends[0].getOutputStream().write(much);
      assertThat(reader.get()).isEqualTo(much.length);
      Sockets.closeAll(List.of(ends));
    });
  }

  /** One greenlet reads and another writes on the same socket, both waiting at once. */
  @Test
  void readAndWrite_atOnce_onOneSocket() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      byte[] much = new byte[4 << 20];
      Greenlet<?> writer = spawn(() -> ends[0].getOutputStream().write(much));
      Greenlet<Integer> reader = spawn(() -> ends[0].getInputStream().read());
      Hub.current().awaitAllBlocked();
      ends[1].getOutputStream().write(3);
      assertThat(reader.get()).isEqualTo(3);
      assertThat(writer.ready()).isFalse();
      assertThat(ends[1].getInputStream().readNBytes(much.length)).hasSize(much.length);
      writer.get();
      Sockets.closeAll(List.of(ends));
    });
  }

  @Test
  void stats_tellWhoWaits() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      Greenlet<?> reader = spawn(() -> ends[0].getInputStream().read());
      Hub hub = Hub.current();
      hub.awaitAllBlocked();
      boolean own = hub.stats().features().epoll();
      assertThat(hub.stats().poller()).startsWith(own ? "epoll" : "portable: ");
      assertThat(hub.stats().socketWaits()).isEqualTo(own ? 1 : 0);
      long outside = hub.stats().fromOutside();
      ends[1].getOutputStream().write(7);
      reader.get();
      assertThat(hub.stats().socketWaits()).isZero();
      if (own) {
        assertThat(hub.stats().fromOutside()).as("from other threads").isEqualTo(outside);
      }
      Sockets.closeAll(List.of(ends));
    });
  }

  /** A descriptor's number comes back at once for another socket. */
  @Test
  void thousandsOfShortConnections_noWakeUpIsLost() {
    onHub(() -> {
      try (ServerSocket server = Sockets.server()) {
        Group echoes = new Group();
        Greenlet<?> acceptor = spawn(() -> acceptAll(server, echoes));
        List<Greenlet<?>> clients = new ArrayList<>();
        for (int c = 0; c < 40; c++) {
          int client = c;
          clients.add(spawn(() -> shortConnections(server, client)));
        }
        joinAllOrThrow(clients);
        acceptor.kill();
        echoes.join(); // they have yet to see the last ones end
      }
    });
  }

  private static void acceptAll(ServerSocket server, Group echoes) throws Exception {
    while (true) {
      Socket s = server.accept();
      echoes.spawn(() -> Sockets.echo(s));
    }
  }

  private static void shortConnections(ServerSocket server, int client) throws Exception {
    for (int i = 0; i < 100; i++) {
      try (Socket s = Sockets.client(server)) {
        s.setSoTimeout((int) SOON.toMillis()); // a lost wake-up ends here
        Sockets.roundTrip(s, client * 1000 + i);
        if (i % 3 == 0) {
          Greenlet<?> reader = spawn(() -> readUntilClosed(s));
          Thread.yield();
          s.shutdownInput();
          reader.join();
        }
      }
    }
  }

  private static void readUntilClosed(Socket s) {
    try {
      assertThat(s.getInputStream().read()).isNegative();
    } catch (java.io.IOException e) {
      assertThat(s.isClosed()).isTrue();
    }
  }

  @Test
  void manyHubs_eachWithItsOwnSockets_talkToEachOther() throws Exception {
    List<Hub> hubs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      hubs.add(Hub.setup("hub-" + i).daemon().start());
    }
    List<ServerSocket> servers = new ArrayList<>();
    List<CompletableFuture<?>> ends = new ArrayList<>();
    for (Hub hub : hubs) {
      ServerSocket server = Sockets.server();
      servers.add(server);
      spawnOn(hub, () -> acceptUntilClosed(server));
    }
    for (int c = 0; c < 40; c++) {
      ServerSocket server = servers.get(c % 4);
      Hub hub = hubs.get(c / 4 % 4);
      ends.add(spawnOn(hub, () -> talk(server, hub)).toFuture());
    }
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(40, TimeUnit.SECONDS);
    Sockets.closeAll(servers);
    hubs.forEach(Hub::close);
  }

  private static void acceptUntilClosed(ServerSocket server) {
    try {
      acceptAll(server, new Group());
    } catch (Exception e) {
      assertThat(server.isClosed()).isTrue();
    }
  }

  private static void talk(ServerSocket server, Hub hub) throws Exception {
    try (Socket s = Sockets.client(server)) {
      for (int i = 0; i < 100; i++) {
        Sockets.roundTrip(s, i);
        assertThat(Hub.current()).isSameAs(hub);
      }
    }
  }

  /** The same socket is read by two hubs, a thread of the JDK's scheduler and a platform thread. */
  @Test
  void oneSocket_readInTurnByEverybody() throws Exception {
    Socket[] ends = Sockets.pair();
    AtomicInteger next = new AtomicInteger();
    try (Hub one = Hub.start("one");
        Hub two = Hub.start("two")) {
      for (int round = 0; round < 20; round++) {
        Action read = () -> assertThat(ends[0].getInputStream().read()).isEqualTo(next.get() % 100);
        List<CompletableFuture<?>> readers = new ArrayList<>();
        switch (round % 4) {
          case 0 -> readers.add(spawnOn(one, read).toFuture());
          case 1 -> readers.add(spawnOn(two, read).toFuture());
          case 2 -> readers.add(on(Thread.ofVirtual(), read));
          default -> readers.add(on(Thread.ofPlatform(), read));
        }
        Thread.sleep(5); // mostly it waits by then
        OutputStream out = ends[1].getOutputStream();
        out.write(next.get() % 100);
        readers.getFirst().get(20, TimeUnit.SECONDS);
        next.incrementAndGet();
      }
    }
    Sockets.closeAll(List.of(ends));
  }

  private static CompletableFuture<Void> on(Thread.Builder builder, Action body) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    builder.start(() -> {
      try {
        body.run();
        end.complete(null);
      } catch (Throwable e) {
        end.completeExceptionally(e);
      }
    });
    return end;
  }

  /** Threads that are none of ours go on as if there were no hubs. */
  @Test
  void threadsOfTheJdk_beginToWait_areWoken_andClosed() throws Exception {
    Hub.current(); // so that the hook is in
    Socket[] ends = Sockets.pair();
    InputStream in = ends[0].getInputStream();
    CompletableFuture<Void> reader =
        on(Thread.ofVirtual(), () -> assertThat(in.read()).isEqualTo(7));
    Thread.sleep(10);
    ends[1].getOutputStream().write(7);
    reader.get(20, TimeUnit.SECONDS);
    ends[0].setSoTimeout(20);
    on(Thread.ofVirtual(), () -> assertTimesOut20(in)).get(20, TimeUnit.SECONDS);
    ends[0].setSoTimeout(0);
    CompletableFuture<Void> closed =
        on(Thread.ofVirtual(), () -> assertThatThrownBy(in::read).hasMessage("Socket closed"));
    Thread.sleep(10);
    ends[0].close();
    closed.get(20, TimeUnit.SECONDS);
    ends[1].close();
  }

  private static void assertTimesOut20(InputStream in) {
    assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
  }
}
