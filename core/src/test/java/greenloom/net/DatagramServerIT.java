package greenloom.net;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.Greenlet;
import greenloom.Pool;
import greenloom.hub.Hub;
import greenloom.sync.Event;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Servers of datagrams, and clients of two makes. */
class DatagramServerIT extends OnRealHub {
  private static DatagramServer echo() {
    return DatagramServer.at(ANY_PORT, (packet, socket) -> socket.send(packet));
  }

  private static void send(DatagramSocket from, Server to, int what) throws IOException {
    from.send(new DatagramPacket(new byte[] {(byte) what}, 1, to.address()));
  }

  private static int receive(DatagramSocket at) throws IOException {
    at.setSoTimeout((int) LONG.toMillis());
    DatagramPacket packet = new DatagramPacket(new byte[1], 1);
    at.receive(packet);
    return packet.getData()[0];
  }

  private static void await(Server server, int open) {
    while (server.open() != open) {
      sleep(Duration.ofMillis(1));
    }
  }

  @Test
  void python_eachDatagram_isAnsweredToItsSender() {
    onHub(() -> {
      DatagramServer server = echo();
      server.start();
      String said =
          Client.python(
              server,
              """
              ends = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(20)]
              sizes = [0, 1, 1000, 65507]
              right = 0
              for size in sizes:
                  for i, s in enumerate(ends):
                      s.settimeout(30)
                      data = bytes([i]) * size
                      s.sendto(data, at)
                      right += s.recvfrom(70000) == (data, at)
              print(right)
              """);
      assertThat(said).isEqualTo("80\n");
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void handler_thatFails_isReportedOnce_theNextIsAnswered() {
    onHub(() -> {
      DatagramServer server =
          DatagramServer.at(
              ANY_PORT,
              (packet, socket) -> {
                if (packet.getData()[0] == 0) {
                  throw new IOException("no zeros");
                }
                socket.send(packet);
              });
      server.start();
      try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        send(client, server, 0);
        send(client, server, 1);
        assertThat(receive(client)).isOne();
      }
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports)
        .singleElement()
        .asString()
        .matches(
            "datagram from 127.0.0.1:\\d+ to DatagramServer\\[127.0.0.1:\\d+, \\d open]:"
                + " java.io.IOException: no zeros");
  }

  @Test
  void fullPool_theNextIsReceivedWhenAPlaceIsFree() {
    onHub(() -> {
      Event go = new Event();
      AtomicInteger most = new AtomicInteger();
      AtomicInteger now = new AtomicInteger();
      DatagramServer server =
          DatagramServer.at(
                  ANY_PORT,
                  (packet, socket) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    go.await();
                    socket.send(packet);
                    now.decrementAndGet();
                  })
              .pool(new Pool(3));
      server.start();
      try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          send(client, server, i);
        }
        await(server, 3);
        go.set();
        for (int i = 0; i < 10; i++) {
          answers.add(receive(client));
        }
        assertThat(answers).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      }
      assertThat(most).hasValue(3);
      assertThat(server.stop(LONG)).isTrue();
    });
  }

  /** What was received is answered, though nothing more is received. */
  @Test
  void stop_lastsUntilHandlersHaveAnswered() {
    onHub(() -> {
      Event go = new Event();
      DatagramServer server =
          DatagramServer.at(
              ANY_PORT,
              (packet, socket) -> {
                go.await();
                socket.send(packet);
              });
      server.start();
      try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
        send(client, server, 5);
        await(server, 1);
        Greenlet<Boolean> stop = spawn(() -> server.stop(LONG));
        TestHub.awaitAllBlocked();
        send(client, server, 6); // is lost
        TestHub.awaitAllBlocked();
        assertThat(server.open()).isOne();
        go.set();
        assertThat(receive(client)).isEqualTo(5);
        assertThat(stop.get()).isTrue();
      }
      server.serveForever(); // has ended
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void stop_timeIsUp_killsHandlers_andClosesTheSocket() {
    onHub(() -> {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      DatagramServer server = DatagramServer.on(socket, (packet, _) -> new Event().await());
      server.start();
      send(socket, server, 1); // to itself
      await(server, 1);
      assertThat(server.stop(Duration.ofMillis(20))).isFalse();
      assertThat(server.open()).isZero();
      assertThat(socket.isClosed()).isTrue();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void socketClosedBySomebodyElse_endsIt() {
    onHub(() -> {
      DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      DatagramServer server = DatagramServer.on(socket, (packet, _) -> {});
      server.start();
      TestHub.awaitAllBlocked();
      socket.close();
      server.serveForever();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void portInUse_unboundSocket_startTwice_areRefused() throws Exception {
    onHub(() -> {
      DatagramServer server = echo();
      server.start();
      DatagramServer second = DatagramServer.at(server.address(), (packet, socket) -> {});
      assertThatThrownBy(second::start)
          .isInstanceOf(BindException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:"
                  + server.address().getPort()
                  + ": Address already in use");
      assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(server::reusePort).isInstanceOf(IllegalStateException.class);
      server.close();
      assertThatThrownBy(server::start).hasMessageEndingWith("has been stopped; make a new one");
    });
    try (DatagramSocket unbound = new DatagramSocket(null)) {
      assertThatThrownBy(() -> DatagramServer.on(unbound, (packet, socket) -> {}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void severalHubs_behindOnePort_shareTheSenders() throws Exception {
    try (DatagramSocket probe = new DatagramSocket(0)) {
      assumeTrue(
          probe.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT),
          "SKIPPED: ports cannot be shared here");
    }
    List<Hub> hubs = List.of(Hub.start("one"), Hub.start("two"));
    List<DatagramServer> servers = new ArrayList<>();
    AtomicInteger[] served = {new AtomicInteger(), new AtomicInteger()};
    for (int i = 0; i < 2; i++) {
      AtomicInteger mine = served[i];
      InetSocketAddress at = i == 0 ? ANY_PORT : servers.getFirst().address();
      DatagramServer.Handler handler =
          (packet, socket) -> {
            mine.incrementAndGet();
            socket.send(packet);
          };
      DatagramServer server = DatagramServer.at(at, handler).reusePort();
      spawnOn(hubs.get(i), server::start).get();
      servers.add(server);
    }
    String said =
        Client.python(
            servers.getFirst(),
            """
            count = 0
            for i in range(100):
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.settimeout(30)
                s.sendto(b"x", at)
                count += len(s.recvfrom(10)[0])
                s.close()
            print(count)
            """);
    assertThat(said).isEqualTo("100\n");
    assertThat(servers).allMatch(server -> server.stop(LONG));
    assertThat(served[0].get() + served[1].get()).isEqualTo(100);
    assertThat(served).allMatch(count -> count.get() > 5);
    hubs.forEach(Hub::close);
  }
}
