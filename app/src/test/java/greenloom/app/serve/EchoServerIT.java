package greenloom.app.serve;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.Hubs;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The server on two hubs, its clients on another. */
class EchoServerIT {
  private static final String HOST = "127.0.0.1";
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final EchoServer server = new EchoServer();
  private int port;

  private void serving(Action body) {
    try (Hubs hubs = Hubs.start(2)) {
      hubs.onFailure((what, e) -> warnings.add(what + ": " + e));
      Greenloom.run(() -> {
        port = server.start(new InetSocketAddress(HOST, 0), hubs).getPort();
        body.run();
      });
    }
    assertThat(warnings).isEmpty();
  }

  private Socket connect() throws IOException {
    return new Socket(HOST, port);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** Sends all, ends its half, and only then reads. */
  private void talk(byte[] bytes) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void halfClose_isAnsweredAfterAllIsEchoed() {
    serving(() -> {
      talk(random(100_000));
      talk(new byte[0]);
      server.finish(LONG);
    });
    assertThat(server.connections()).isEqualTo(2);
    assertThat(server.bytes()).isEqualTo(100_000);
    assertThat(server.cutOff()).isZero();
  }

  /** More than all buffers in between hold: the server has to wait with its writes. */
  @Test
  void muchInOneGo_comesBackWhole() {
    byte[] bytes = random(30_000_000);
    serving(() -> {
      try (Socket socket = connect()) {
        Greenlet<byte[]> back = spawn(() -> socket.getInputStream().readAllBytes());
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        assertThat(back.get()).isEqualTo(bytes);
      }
      server.finish(LONG);
    });
  }

  @Test
  void hundredClients_atOnce_getTheirOwn() {
    serving(() -> {
      List<Greenlet<Void>> clients = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        byte[] bytes = random(1000 * i);
        clients.add(spawn(() -> talk(bytes)));
      }
      joinAll(clients);
      clients.forEach(Greenlet::get);
      server.finish(LONG);
    });
    assertThat(server.connections()).isEqualTo(100);
    assertThat(server.bytes()).isEqualTo(5_050_000);
  }

  @Test
  void clientThatVanishes_harmsNobody() {
    serving(() -> {
      try (Socket socket = connect()) {
        socket.getOutputStream().write(random(10_000));
        socket.setSoLinger(true, 0); // closing resets the connection
      }
      talk(random(10));
      server.finish(LONG);
    });
    assertThat(server.connections()).isEqualTo(2);
    assertThat(server.open()).isZero();
  }

  @Test
  void finish_letsOpenConnectionsEnd_andAcceptsNoMore() {
    serving(() -> {
      try (Socket socket = connect()) {
        talkOnce(socket);
        Greenlet<Void> finish = spawn(() -> server.finish(LONG));
        Greenloom.sleep(SHORT); // the greenlet that accepts has ended, and so has the listening
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        talkOnce(socket);
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        finish.get();
      }
    });
    assertThat(server.cutOff()).isZero();
    assertThat(server.bytes()).isEqualTo(2);
  }

  @Test
  void finish_cutsOffWhatDoesNotEnd() {
    serving(() -> {
      try (Socket idle = connect()) {
        talkOnce(idle);
        server.finish(SHORT);
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
      }
    });
    assertThat(server.cutOff()).isEqualTo(1);
    assertThat(server.open()).isZero();
  }

  private static void talkOnce(Socket socket) throws IOException {
    socket.getOutputStream().write(7);
    assertThat(socket.getInputStream().read()).isEqualTo(7);
  }
}
