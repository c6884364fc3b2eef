package greenloom.net;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Action;
import greenloom.hub.Hub;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tests of servers with real sockets have in common. */
@ExtendWith(NothingLeft.class)
@Timeout(60)
abstract class OnRealHub {
  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration SHORT = Duration.ofMillis(100);

  final List<String> reports = new CopyOnWriteArrayList<>();

  void onHub(Action body) {
    TestHub.real()
        .run(() -> {
          Hub.current().onFailure((what, e) -> reports.add(what + ": " + e));
          body.run();
        });
  }

  static StreamServer echoServer() {
    return StreamServer.at(ANY_PORT, OnRealHub::echo);
  }

  static void echo(Socket socket) throws IOException {
    socket.getInputStream().transferTo(socket.getOutputStream());
  }

  static Socket connect(Server server) throws IOException {
    Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout((int) LONG.toMillis());
    return socket;
  }

  static void talk(Socket socket) throws IOException {
    socket.getOutputStream().write(7);
    assertThat(socket.getInputStream().read()).isEqualTo(7);
  }
}
