package greenloom.hub;

import static greenloom.hub.WatchedConnection.HERE;
import static greenloom.hub.WatchedConnection.client;
import static greenloom.hub.WatchedConnection.read;
import static greenloom.hub.WatchedConnection.server;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watchers of channels, and what they are called for; run once more with the portable poller. */
@Timeout(60)
class WatcherIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final GreenQueue<Object> log = GreenQueue.unbounded();

  private static void run(greenloom.Action body) {
    TestHub.real().run(body);
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
      try (WatchedConnection c = WatchedConnection.open()) {
        Watcher w = Hub.current().onReadable(c.channel(), _ -> log.put(read(c.channel(), 2)));
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
      try (WatchedConnection c = WatchedConnection.open()) {
        c.send("early");
        Watcher w = Hub.current().onReadable(c.channel(), _ -> log.put(read(c.channel(), 9)));
        assertThat(log.take()).isEqualTo("early");
        w.close();
      }
    });
  }

  @Test
  void onReadable_theEnd_isCalledUntilItIsClosed() {
    run(() -> {
      try (WatchedConnection c = WatchedConnection.open()) {
        Watcher w =
            Hub.current()
                .onReadable(
                    c.channel(),
                    _ -> {
                      log.put(read(c.channel(), 9));
                      if (log.size() == 3) {
                        c.channel().close();
                      }
                    });
        c.peer().shutdownOutput();
        w.await();
        assertThat(List.of(log.take(), log.take(), log.take())).containsOnly("end");
        assertThat(c.peer().getInputStream().read()).isEqualTo(-1);
      }
    });
  }

  @Test
  void onReadable_connectionIsReset_theFailureIsReported() {
    run(() -> {
      try (WatchedConnection c = WatchedConnection.open()) {
        Hub.current().onFailure((what, e) -> log.put(what + " " + e.getMessage()));
        Watcher w =
            Hub.current()
                .onReadable(
                    c.channel(),
                    me -> {
                      me.close();
                      read(c.channel(), 9);
                    });
        c.peer().setSoLinger(true, 0);
        c.peer().close();
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
      try (WatchedConnection c = WatchedConnection.open()) {
        ByteBuffer bytes = ByteBuffer.allocate(4 << 20);
        AtomicInteger calls = new AtomicInteger();
        Watcher w =
            Hub.current()
                .onWritable(
                    c.channel(),
                    me -> {
                      calls.incrementAndGet();
                      assertThat(c.channel().write(bytes)).isPositive();
                      if (!bytes.hasRemaining()) {
                        me.close();
                        c.channel().shutdownOutput();
                      }
                    });
        assertThat(c.peer().getInputStream().readAllBytes()).hasSize(bytes.capacity());
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
      try (WatchedConnection c = WatchedConnection.open()) {
        Watcher reads = Hub.current().onReadable(c.channel(), _ -> log.put(read(c.channel(), 9)));
        for (String text : List.of("one", "two")) {
          Watcher writes =
              Hub.current()
                  .onWritable(
                      c.channel(),
                      me -> {
                        me.close();
                        c.channel().write(ByteBuffer.wrap(text.getBytes()));
                      });
          assertThat(new String(c.peer().getInputStream().readNBytes(3))).isEqualTo(text);
          writes.await();
          c.send(text);
          assertThat(log.take()).isEqualTo(text);
        }
        reads.close();
        Watcher writes = Hub.current().onWritable(c.channel(), _ -> log.put("room"));
        assertThat(List.of(log.take(), log.take())).containsOnly("room");
        c.channel().close();
        writes.await();
      }
    });
  }

  @Test
  void twoForTheSame_bothAreCalled() {
    run(() -> {
      try (WatchedConnection c = WatchedConnection.open()) {
        Event bothCame = new Event();
        Watcher first = Hub.current().onReadable(c.channel(), _ -> await(bothCame, "first"));
        Watcher second = Hub.current().onReadable(c.channel(), _ -> await(bothCame, "second"));
        c.send("x");
        assertThat(List.of(log.take(), log.take())).containsExactlyInAnyOrder("first", "second");
        c.channel().close();
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
}
