package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watchers of channels; run once more with the portable poller. */
@Timeout(60)
class WatcherIT {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final GreenQueue<Object> log = GreenQueue.unbounded();

  private static void run(greenloom.Action body) {
    TestHub.real().run(body);
  }

  private static ServerSocketChannel server() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(HERE, 0));
    server.configureBlocking(false);
    return server;
  }

  private static Socket client(ServerSocketChannel server) throws IOException {
    return new Socket(HERE, server.socket().getLocalPort());
  }

  /** A connection: the end to be watched, and a plain socket at the other. */
  private record Connection(SocketChannel channel, Socket peer) implements AutoCloseable {
    static Connection open() throws IOException {
      try (ServerSocketChannel server = ServerSocketChannel.open()) {
        server.bind(new InetSocketAddress(HERE, 0));
        Socket peer = client(server);
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        return new Connection(channel, peer);
      }
    }

    void send(String text) throws IOException {
      peer.getOutputStream().write(text.getBytes());
    }

    @Override
    public void close() throws IOException {
      channel.close();
      peer.close();
    }
  }

  private static String read(SocketChannel channel, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(most);
    int n = channel.read(bytes);
    return n < 0 ? "end" : new String(bytes.array(), 0, n);
  }

  // --- reading ---

  @Test
  void onReadable_server_isCalledForEachConnection() {
    run(() -> {
      ServerSocketChannel server = server();
      Watcher w =
          Hub.current()
              .onReadable(
                  server,
                  _ -> {
                    SocketChannel accepted = server.accept();
                    log.put(accepted.getRemoteAddress());
                    accepted.close();
                  });
      for (int i = 0; i < 5; i++) {
        try (Socket client = client(server)) {
          assertThat(log.poll(SOON)).isEqualTo(client.getLocalSocketAddress());
          assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
      }
      server.close();
      w.await();
      assertThat(log.poll()).isNull();
    });
  }

  @Test
  void onReadable_somethingIsLeft_isCalledAgain() {
    run(() -> {
      try (Connection c = Connection.open()) {
        Watcher w = Hub.current().onReadable(c.channel, _ -> log.put(read(c.channel, 2)));
        c.send("hello");
        assertThat(List.of(log.take(), log.take(), log.take())).containsExactly("he", "ll", "o");
        c.send("you");
        assertThat(List.of(log.take(), log.take())).containsExactly("yo", "u");
        assertThat(log.poll(Duration.ofMillis(20))).isNull();
        w.close();
      }
    });
  }

  @Test
  void onReadable_thereBefore_isCalled() {
    run(() -> {
      try (Connection c = Connection.open()) {
        c.send("early");
        Watcher w = Hub.current().onReadable(c.channel, _ -> log.put(read(c.channel, 9)));
        assertThat(log.take()).isEqualTo("early");
        w.close();
      }
    });
  }

  @Test
  void onReadable_theEnd_isCalledUntilItIsClosed() {
    run(() -> {
      try (Connection c = Connection.open()) {
        Watcher w =
            Hub.current()
                .onReadable(
                    c.channel,
                    _ -> {
                      log.put(read(c.channel, 9));
                      if (log.size() == 3) {
                        c.channel.close();
                      }
                    });
        c.peer.shutdownOutput();
        w.await();
        assertThat(List.of(log.take(), log.take(), log.take())).containsOnly("end");
        assertThat(c.peer.getInputStream().read()).isEqualTo(-1);
      }
    });
  }

  @Test
  void onReadable_connectionIsReset_theFailureIsReported() {
    run(() -> {
      try (Connection c = Connection.open()) {
        Hub.current().onFailure((what, e) -> log.put(what + " " + e.getMessage()));
        Watcher w =
            Hub.current()
                .onReadable(
                    c.channel,
                    me -> {
                      me.close();
                      read(c.channel, 9);
                    });
        c.peer.setSoLinger(true, 0);
        c.peer.close();
        w.await();
        assertThat(log.take().toString())
            .contains("the callback of Watcher[readable java.nio.channels.SocketChannel[connected")
            .contains("1 calls, closed]")
            .contains("reset");
      }
    });
  }

  @Test
  void onReadable_pipeAndDatagrams() {
    run(() -> {
      Pipe pipe = Pipe.open();
      pipe.source().configureBlocking(false);
      DatagramChannel datagrams = DatagramChannel.open().bind(new InetSocketAddress(HERE, 0));
      datagrams.configureBlocking(false);
      ByteBuffer bytes = ByteBuffer.allocate(9);
      Watcher one =
          Hub.current().onReadable(pipe.source(), _ -> log.put(pipe.source().read(bytes)));
      Watcher other =
          Hub.current().onReadable(datagrams, _ -> log.put(datagrams.receive(bytes.clear())));
      pipe.sink().write(ByteBuffer.wrap(new byte[3]));
      assertThat(log.take()).isEqualTo(3);
      try (DatagramSocket sender = new DatagramSocket(0, HERE)) {
        sender.send(new java.net.DatagramPacket(new byte[1], 1, datagrams.getLocalAddress()));
        assertThat(log.take()).isEqualTo(sender.getLocalSocketAddress());
      }
      pipe.source().close();
      datagrams.close();
      one.await();
      other.await();
      pipe.sink().close();
    });
  }

  // --- writing ---

  @Test
  void onWritable_isCalledWheneverThereIsRoom() {
    run(() -> {
      try (Connection c = Connection.open()) {
        ByteBuffer bytes = ByteBuffer.allocate(4 << 20);
        AtomicInteger calls = new AtomicInteger();
        Watcher w =
            Hub.current()
                .onWritable(
                    c.channel,
                    me -> {
                      calls.incrementAndGet();
                      assertThat(c.channel.write(bytes)).isPositive();
                      if (!bytes.hasRemaining()) {
                        me.close();
                        c.channel.shutdownOutput();
                      }
                    });
        assertThat(c.peer.getInputStream().readAllBytes()).hasSize(bytes.capacity());
        w.await();
        assertThat(calls.get()).isGreaterThan(1);
      }
    });
  }

  @Test
  void onWritable_connecting_isCalledWithItsOutcome() {
    run(() -> {
      ServerSocketChannel server = server();
      assertThat(connect(server.getLocalAddress())).isEqualTo("connected");
      InetSocketAddress nobody = (InetSocketAddress) server.getLocalAddress();
      server.close();
      assertThat(connect(nobody)).isInstanceOf(ConnectException.class);
    });
  }

  private Object connect(java.net.SocketAddress to) throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.configureBlocking(false);
      if (channel.connect(to)) {
        return "connected";
      }
      Hub.current()
          .onWritable(
              channel,
              me -> {
                me.close();
                try {
                  log.put(channel.finishConnect() ? "connected" : "not yet");
                } catch (ConnectException e) {
                  log.put(e);
                }
              })
          .await();
      return log.take();
    }
  }

  // --- several ---

  @Test
  void readAndWrite_onOneChannel_doNotDisturbEachOther() {
    run(() -> {
      try (Connection c = Connection.open()) {
        Watcher reads = Hub.current().onReadable(c.channel, _ -> log.put(read(c.channel, 9)));
        for (String text : List.of("one", "two")) {
          Watcher writes =
              Hub.current()
                  .onWritable(
                      c.channel,
                      me -> {
                        me.close();
                        c.channel.write(ByteBuffer.wrap(text.getBytes()));
                      });
          assertThat(new String(c.peer.getInputStream().readNBytes(3))).isEqualTo(text);
          writes.await();
          c.send(text);
          assertThat(log.take()).isEqualTo(text);
        }
        reads.close();
        Watcher writes = Hub.current().onWritable(c.channel, _ -> log.put("room"));
        assertThat(List.of(log.take(), log.take())).containsOnly("room");
        c.channel.close();
        writes.await();
      }
    });
  }

  @Test
  void twoForTheSame_bothAreCalled() {
    run(() -> {
      try (Connection c = Connection.open()) {
        Event bothCame = new Event();
        Watcher first = Hub.current().onReadable(c.channel, _ -> await(bothCame, "first"));
        Watcher second = Hub.current().onReadable(c.channel, _ -> await(bothCame, "second"));
        c.send("x");
        assertThat(List.of(log.take(), log.take())).containsExactlyInAnyOrder("first", "second");
        c.channel.close();
        bothCame.set();
        first.await();
        second.await();
      }
    });
  }

  private void await(Event event, String name) {
    log.put(name);
    event.await();
  }

  @Test
  void twoHubs_oneServer_eachConnectionIsAcceptedOnce() throws Exception {
    try (ServerSocketChannel server = server()) {
      Semaphore accepted = new Semaphore(0);
      Watcher.Callback accept =
          _ -> {
            SocketChannel channel = server.accept();
            if (channel != null) { // the other hub was quicker
              channel.close();
              accepted.release();
            }
          };
      Watcher one = hubs.start("one").onReadable(server, accept);
      Watcher other = hubs.start("other").rawOnReadable(server, accept);
      for (int i = 0; i < 100; i++) {
        client(server).close();
        assertThat(accepted.tryAcquire(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
      one.close();
      assertThat(one.await(SOON)).isTrue();
      client(server).close();
      assertThat(accepted.tryAcquire(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      other.close();
      assertThat(other.await(SOON)).isTrue();
      server.configureBlocking(true); // is given back
    }
  }

  // --- a callback that waits ---

  @Test
  void callback_waits_isNotCalledMeanwhile_andTheHubDoesNotSpin() {
    run(() -> {
      try (Connection c = Connection.open();
          Connection busy = Connection.open()) {
        Hub hub = Hub.current();
        Event goOn = new Event();
        Watcher w =
            hub.onReadable(
                c.channel,
                _ -> {
                  log.put("called");
                  goOn.await();
                  log.put(read(c.channel, 9));
                });
        Watcher other = hub.onReadable(busy.channel, _ -> log.put(read(busy.channel, 9)));
        c.send("wait");
        assertThat(log.take()).isEqualTo("called");
        long turns = hub.stats().turns();
        busy.send("go on");
        assertThat(log.take()).isEqualTo("go on");
        assertThat(log.poll(Duration.ofMillis(50))).isNull();
        assertThat(hub.stats().turns() - turns).isLessThan(50);
        goOn.set();
        assertThat(log.take()).isEqualTo("wait");
        c.send("again");
        assertThat(List.of(log.take(), log.take())).containsExactly("called", "again");
        w.close();
        other.close();
      }
    });
  }

  @Test
  void callback_fails_isCalledAgain() {
    run(() -> {
      try (Connection c = Connection.open()) {
        Hub.current().onFailure((what, e) -> log.put(e.getMessage()));
        Watcher w =
            Hub.current()
                .onReadable(
                    c.channel,
                    _ -> {
                      throw new IOException(read(c.channel, 3));
                    });
        c.send("onetwo");
        assertThat(List.of(log.take(), log.take())).containsExactly("one", "two");
        assertThat(w.active()).isTrue();
        w.close();
      }
    });
  }

  @Test
  void callback_killed_endsTheWatcher_andTheChannelIsWhole() {
    run(() -> {
      try (Connection c = Connection.open()) {
        Watcher w =
            Hub.current()
                .onReadable(
                    c.channel,
                    _ -> {
                      log.put(GreenThread.current());
                      Hub.sleep(SOON);
                    });
        c.send("still there");
        ((GreenThread) log.take()).deliver(new GreenletExit());
        w.await();
        c.channel.configureBlocking(true);
        c.channel.configureBlocking(false);
        Watcher next = Hub.current().onReadable(c.channel, _ -> log.put(read(c.channel, 99)));
        assertThat(log.take()).isEqualTo("still there");
        next.close();
      }
    });
  }

  // --- the end ---

  @Test
  void channelClosed_byAnotherGreenThread_theWatcherEnds() {
    run(() -> {
      for (boolean raw : List.of(false, true)) {
        Connection c = Connection.open();
        Hub hub = Hub.current();
        Watcher.Callback callback = _ -> log.put("called");
        Watcher w =
            raw ? hub.rawOnReadable(c.channel, callback) : hub.onReadable(c.channel, callback);
        hub.awaitAllBlocked();
        hub.spawn(null, () -> UncheckedFailure.of(() -> closed(c)));
        w.await();
        assertThat(log.poll()).isNull();
      }
    });
  }

  private static Void closed(Connection c) throws IOException {
    c.close();
    return null;
  }

  @Test
  void channelClosed_underItsCallback_isNoFailure() {
    run(() -> {
      Connection c = Connection.open();
      Event closed = new Event();
      Watcher w =
          Hub.current()
              .onReadable(
                  c.channel,
                  _ -> {
                    log.put("called");
                    closed.await();
                    read(c.channel, 9);
                  });
      c.send("x");
      assertThat(log.take()).isEqualTo("called");
      c.close();
      closed.set();
      w.await();
    });
  }

  @Test
  void channelClosed_byAnotherThread_theWatcherEnds_andTheDescriptorIsGone() throws Exception {
    Hub hub = hubs.start("hub");
    for (int i = 0; i < 200; i++) {
      boolean raw = i % 2 == 0;
      Watcher.Callback accept = _ -> log.put("called");
      ServerSocketChannel server = server();
      int port = server.socket().getLocalPort();
      Watcher w = raw ? hub.rawOnReadable(server, accept) : hub.onReadable(server, accept);
      server.close();
      assertThat(w.await(SOON)).isTrue();
      if (hub.stats().poller().equals("epoll")) {
        new ServerSocket(port, 1, HERE).close();
      }
    }
    assertThat(log.poll()).isNull();
  }

  @Test
  void watcherClosed_givesTheChannelBack() {
    run(() -> {
      try (Connection c = Connection.open()) {
        for (int i = 0; i < 50; i++) {
          Watcher w = Hub.current().onReadable(c.channel, _ -> log.put(read(c.channel, 9)));
          assertThatThrownBy(() -> c.channel.configureBlocking(true))
              .isInstanceOf(java.nio.channels.IllegalBlockingModeException.class);
          c.send("1");
          assertThat(log.take()).isEqualTo("1");
          w.close();
          c.channel.configureBlocking(true);
          Hub.current().spawn(null, () -> UncheckedFailure.of(() -> sent(c)));
          assertThat(read(c.channel, 1)).isEqualTo("2"); // a green thread that waits in the JDK
          c.channel.configureBlocking(false);
        }
      }
    });
  }

  private static Void sent(Connection c) throws IOException {
    c.send("2");
    return null;
  }

  @Test
  void hubCloses_watchersEnd_andLetGoOfTheirChannels() throws Exception {
    Hub hub = hubs.start("hub");
    try (ServerSocketChannel server = server();
        Connection c = Connection.open()) {
      Watcher accepting = hub.onReadable(server, _ -> {});
      Watcher reading = hub.rawOnReadable(c.channel, _ -> {});
      CountDownLatch told = new CountDownLatch(2);
      accepting.whenReady(told::countDown);
      reading.whenReady(told::countDown);
      hub.close();
      told.await();
      server.configureBlocking(true);
      c.channel.configureBlocking(true);
      assertThatThrownBy(() -> hub.onReadable(server, _ -> {}))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> hub.rawOnReadable(server, _ -> {}))
          .isInstanceOf(IllegalStateException.class);
      assertThat(hub.stats().watchers()).isZero();
    }
  }

  // --- what cannot be watched ---

  @Test
  void onReadable_whatCannotBeWatched_isRefused() throws Exception {
    Pipe pipe = Pipe.open();
    ServerSocketChannel server = server();
    Hub hub = Hub.current();
    assertThatThrownBy(() -> hub.onReadable(pipe.source(), _ -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is in blocking mode; call configureBlocking(false)");
    assertThatThrownBy(() -> hub.onReadable(pipe.sink(), _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is never read");
    for (SelectableChannel channel : List.of(pipe.source(), server)) {
      assertThatThrownBy(() -> hub.onWritable(channel, _ -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is never written");
    }
    server.close();
    pipe.source().close();
    pipe.sink().close();
    assertThat(hub.stats().watchers()).isZero();
  }

  @Test
  void onReadable_closedChannel_hasEnded() {
    run(() -> {
      ServerSocketChannel server = server();
      server.close();
      for (boolean raw : List.of(false, true)) {
        Hub hub = Hub.current();
        Watcher w = raw ? hub.rawOnReadable(server, _ -> {}) : hub.onReadable(server, _ -> {});
        assertThat(w.active()).isFalse();
        w.await();
      }
    });
  }

  // --- raw, and what the hub makes of them ---

  @Test
  void raw_echoes_onTheBareHub() throws Exception {
    Hub hub = hubs.start("hub");
    ServerSocketChannel server = server();
    List<Watcher> echoing = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    Watcher accepting =
        hub.rawOnReadable(
            server,
            _ -> {
              SocketChannel channel = server.accept();
              channel.configureBlocking(false);
              channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
              echoing.add(hub.rawOnReadable(channel, _ -> echo(channel, bytes)));
            });
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      clients.add(client(server));
    }
    for (int round = 0; round < 50; round++) {
      for (Socket client : clients) {
        client.getOutputStream().write(round);
      }
      for (Socket client : clients) {
        assertThat(client.getInputStream().read()).isEqualTo(round);
      }
    }
    assertThat(hub.threads()).isEmpty();
    assertThat(hub.stats().watchers()).isEqualTo(21);
    assertThat(hub.dump())
        .contains("Watcher[readable java.nio.channels.SocketChannel", "raw, 50 calls]");
    for (Socket client : clients) {
      client.close();
    }
    for (Watcher w : echoing) {
      assertThat(w.await(SOON)).isTrue();
    }
    server.close();
    assertThat(accepting.await(SOON)).isTrue();
    assertThat(hub.stats().socketWaits()).isZero();
  }

  private static void echo(SocketChannel channel, ByteBuffer bytes) throws IOException {
    if (channel.read(bytes.clear()) < 0) {
      channel.close();
    } else {
      channel.write(bytes.flip());
    }
  }

  /** Nobody else can wake the waiting thread, but a callback can, when something comes. */
  @Test
  void active_isNoDeadlock() throws Exception {
    for (boolean raw : List.of(false, true)) {
      Event answered = new Event();
      Connection c = Connection.open();
      Hub hub = Hub.current();
      Watcher.Callback answer =
          w -> {
            answered.set();
            w.close();
          };
      Watcher w = raw ? hub.rawOnReadable(c.channel, answer) : hub.onReadable(c.channel, answer);
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                while (!hub.loop().inbox().asleep()) {
                  Thread.onSpinWait();
                }
                UncheckedFailure.of(() -> sent(c));
              });
      answered.await();
      w.await();
      sender.join();
      c.close();
      assertThatThrownBy(() -> new Event().await()).isInstanceOf(DeadlockException.class);
    }
  }
}
