package greenloom.net;

import static greenloom.Greenloom.joinAllOrThrow;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.Pool;
import greenloom.hub.Hub;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How servers end, with real connections. */
class StreamServerStopIT extends OnRealHub {
  // --- the end ---

  /** Those in the queue of the operating system were never accepted: it resets them. */
  @Test
  void stop_connectionsInTheQueue_areReset_openOnesFinish() {
    onHub(() -> {
      StreamServer server = StreamServer.at(ANY_PORT, OnRealHub::echo).pool(new Pool(1));
      server.start();
      try (Socket open = connect(server)) {
        talk(open);
        try (Socket queued = connect(server)) {
          Greenlet<Boolean> stop = spawn(() -> server.stop(LONG));
          assertThatThrownBy(() -> queued.getInputStream().read())
              .isInstanceOf(SocketException.class)
              .hasMessage("Connection reset");
          assertThatThrownBy(() -> connect(server)).isInstanceOf(ConnectException.class);
          talk(open);
          open.shutdownOutput();
          assertThat(open.getInputStream().read()).isEqualTo(-1);
          assertThat(stop.get()).isTrue();
        }
      }
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void stop_fromAnywhere_works() throws Exception {
    try (Hub hub = Hub.start("served")) {
      hub.onFailure((what, e) -> reports.add(what + ": " + e));
      List<StreamServer> servers = new ArrayList<>();
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        StreamServer server = echoServer();
        spawnOn(hub, server::start).get();
        servers.add(server);
        clients.add(connect(server));
        talk(clients.getLast());
      }
      List<Boolean> inTime = new CopyOnWriteArrayList<>();
      inTime.add(servers.get(0).stop(SHORT)); // the hub of a platform thread
      Thread.ofPlatform().start(() -> inTime.add(servers.get(1).stop(SHORT))).join();
      Thread.ofVirtual().start(() -> inTime.add(servers.get(2).stop(SHORT))).join();
      try (Hub other = Hub.start("other")) {
        spawnOn(other, () -> inTime.add(servers.get(3).stop(SHORT))).join();
      }
      assertThat(inTime).containsExactly(false, false, false, false);
      for (Socket client : clients) {
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        client.close();
      }
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void hubClosed_closesTheServer() throws Exception {
    StreamServer server = echoServer();
    Hub hub = Hub.start("served");
    spawnOn(hub, server::start).get();
    try (Socket client = connect(server)) {
      talk(client);
      hub.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(() -> connect(server)).isInstanceOf(ConnectException.class);
      assertThat(server.open()).isZero();
      server.serveForever(); // has ended
      assertThat(server.stop(LONG)).isTrue();
    }
  }

  @Test
  void start_onAVirtualThreadOfTheJdk_servesOnTheBackgroundHub() throws Exception {
    StreamServer server = echoServer();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            server.start();
          } catch (Throwable e) {
            failures.add(e);
          }
        })
        .join();
    assertThat(failures).isEmpty();
    try (Socket client = connect(server)) {
      talk(client);
    }
    assertThat(server.stop(LONG)).isTrue();
  }

  /** Every request that a handler has read is answered, whenever the stop comes. */
  @Test
  void stop_underLoad_answersWhatItHasTaken() {
    for (int round = 0; round < 5; round++) {
      Duration when = Duration.ofMillis(10 + 15 * round);
      onHub(() -> {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        StreamServer server =
            StreamServer.at(
                    ANY_PORT,
                    socket -> {
                      int request = socket.getInputStream().read();
                      if (request >= 0) {
                        taken.incrementAndGet();
                        sleep(Duration.ofMillis(5));
                        socket.getOutputStream().write(request);
                      }
                    })
                .pool(new Pool(20));
        server.start();
        List<Greenlet<?>> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
          clients.add(spawn(() -> askUntilRefused(server, answered)));
        }
        sleep(when);
        assertThat(server.stop(LONG)).isTrue();
        assertThat(server.open()).isZero();
        joinAllOrThrow(clients);
        assertThat(answered).hasValue(taken.get());
      });
    }
    assertThat(reports).isEmpty();
  }

  private static void askUntilRefused(StreamServer server, AtomicInteger answered) {
    while (true) {
      try (Socket socket = connect(server)) {
        socket.getOutputStream().write(1);
        if (socket.getInputStream().read() == 1) {
          answered.incrementAndGet();
        }
      } catch (IOException e) {
        return; // refused, or reset in the queue
      }
    }
  }
}
