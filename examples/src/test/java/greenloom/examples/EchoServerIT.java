package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class EchoServerIT implements Echoes {
  @Override
  public Class<?> program() {
    return EchoServer.class;
  }

  @Test
  @SuppressWarnings("try") // the port only has to be taken
  void main_withoutAPort_wantsPort8001() throws Exception {
    try (ServerSocket holder = hold8001();
        Started server = Started.of(EchoServer.class)) {
      assertThat(server.end(1)).isEmpty();
      assertThat(server.complaints()).contains("Address already in use");
    }
  }

  private static ServerSocket hold8001() throws IOException {
    try {
      return new ServerSocket(8001, 1, InetAddress.getLoopbackAddress());
    } catch (BindException e) {
      return new ServerSocket(); // somebody else holds it
    }
  }

  @Test
  void client_says_whatIsPrinted() throws Exception {
    try (Started server = Started.of(EchoServer.class, "0")) {
      Python.run(
          server.port(),
          """
          s = connect()
          s.sendall("hello, Jürgen".encode())
          s.recv(99)
          s.sendall(b"line\\n")
          s.shutdown(socket.SHUT_WR)
          all(s)
          """);
      assertThat(server.lines(2)).containsExactly("recv: 'hello, Jürgen'", "recv: 'line\\n'");
    }
  }
}
