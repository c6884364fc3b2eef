package greenloom.hub;

import static greenloom.hub.WatchedConnection.HERE;
import static greenloom.hub.WatchedConnection.client;
import static greenloom.hub.WatchedConnection.read;
import static greenloom.hub.WatchedConnection.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callbacks that wait and fail, and how watchers end; run once more with the portable poller. */
@Timeout(60)
class WatcherEndIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final GreenQueue<Object> log = GreenQueue.unbounded();

  private static void run(greenloom.Action body) {
    TestHub.real().run(body);
  }

  // --- a callback that waits ---

  @Test
  void callback_waits_isNotCalledMeanwhile_andTheHubDoesNotSpin() {
    run(() -> {
      try (WatchedConnection c = WatchedConnection.open();
          WatchedConnection busy = WatchedConnection.open()) {
        Hub hub = Hub.current();
        Event goOn = new Event();
        Watcher w =
            hub.onReadable(
                c.channel(),
                _ -> {
                  log.put("called");
                  goOn.await();
                  log.put(read(c.channel(), 9));
                });
        Watcher other = hub.onReadable(busy.channel(), _ -> log.put(read(busy.channel(), 9)));
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
      try (WatchedConnection c = WatchedConnection.open()) {
        Hub.current().onFailure((what, e) -> log.put(e.getMessage()));
        Watcher w =
            Hub.current()
                .onReadable(
                    c.channel(),
                    _ -> {
                      throw new IOException(read(c.channel(), 3));
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
      try (WatchedConnection c = WatchedConnection.open()) {
        Watcher w =
            Hub.current()
                .onReadable(
                    c.channel(),
                    _ -> {
                      log.put(GreenThread.current());
                      Hub.sleep(SOON);
                    });
        c.send("still there");
        ((GreenThread) log.take()).deliver(new GreenletExit());
        w.await();
        c.channel().configureBlocking(true);
        c.channel().configureBlocking(false);
        Watcher next = Hub.current().onReadable(c.channel(), _ -> log.put(read(c.channel(), 99)));
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
        WatchedConnection c = WatchedConnection.open();
        Hub hub = Hub.current();
        Watcher.Callback callback = _ -> log.put("called");
        Watcher w =
            raw ? hub.rawOnReadable(c.channel(), callback) : hub.onReadable(c.channel(), callback);
        hub.awaitAllBlocked();
        hub.spawn(null, () -> UncheckedFailure.of(() -> closed(c)));
        w.await();
        assertThat(log.poll()).isNull();
      }
    });
  }

  private static Void closed(WatchedConnection c) throws IOException {
    c.close();
    return null;
  }

  @Test
  void channelClosed_underItsCallback_isNoFailure() {
    run(() -> {
      WatchedConnection c = WatchedConnection.open();
      Event closed = new Event();
      Watcher w =
          Hub.current()
              .onReadable(
                  c.channel(),
                  _ -> {
                    log.put("called");
                    closed.await();
                    read(c.channel(), 9);
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
      try (WatchedConnection c = WatchedConnection.open()) {
        for (int i = 0; i < 50; i++) {
          Watcher w = Hub.current().onReadable(c.channel(), _ -> log.put(read(c.channel(), 9)));
          assertThatThrownBy(() -> c.channel().configureBlocking(true))
              .isInstanceOf(java.nio.channels.IllegalBlockingModeException.class);
          c.send("1");
          assertThat(log.take()).isEqualTo("1");
          w.close();
          c.channel().configureBlocking(true);
          Hub.current().spawn(null, () -> UncheckedFailure.of(() -> sent(c)));
          assertThat(read(c.channel(), 1)).isEqualTo("2"); // a green thread that waits in the JDK
          c.channel().configureBlocking(false);
        }
      }
    });
  }

  private static Void sent(WatchedConnection c) throws IOException {
    c.send("2");
    return null;
  }

  @Test
  void hubCloses_watchersEnd_andLetGoOfTheirChannels() throws Exception {
    Hub hub = hubs.start("hub");
    try (ServerSocketChannel server = server();
        WatchedConnection c = WatchedConnection.open()) {
      Watcher accepting = hub.onReadable(server, _ -> {});
      Watcher reading = hub.rawOnReadable(c.channel(), _ -> {});
      CountDownLatch told = new CountDownLatch(2);
      accepting.whenReady(told::countDown);
      reading.whenReady(told::countDown);
      hub.close();
      told.await();
      server.configureBlocking(true);
      c.channel().configureBlocking(true);
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
      WatchedConnection c = WatchedConnection.open();
      Hub hub = Hub.current();
      Watcher.Callback answer =
          w -> {
            answered.set();
            w.close();
          };
      Watcher w =
          raw ? hub.rawOnReadable(c.channel(), answer) : hub.onReadable(c.channel(), answer);
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
