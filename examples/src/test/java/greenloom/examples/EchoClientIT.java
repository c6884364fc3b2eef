package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EchoClientIT {
  @Test
  void lines_goToOurServer_andComeBackQuoted() throws Exception {
    try (Started server = Started.of(EchoServer.class, "0");
        Started client = Started.of(EchoClient.class, Integer.toString(server.port()))) {
      client.type("hello");
      assertThat(client.line()).isEqualTo(">>: Received 'hello'");
      client.type("");
      assertThat(client.line()).isEqualTo(">>: Received ''");
      client.type("Grüße, two words");
      assertThat(client.line()).isEqualTo(">>: Received 'Grüße, two words'");
      assertThat(client.end(0)).containsExactly(">>: ");
      assertThat(server.lines(2)).containsExactly("recv: 'hello'", "recv: 'Grüße, two words'");
    }
  }

  @Test
  void lines_goToAServerOfPython() throws Exception {
    try (Python server =
            Python.start(
                0,
                """
                listener = socket.create_server(("127.0.0.1", 0))
                print(listener.getsockname()[1])
                s = listener.accept()[0]
                while True:
                    data = s.recv(1024)
                    print(data)
                    s.sendall(data)
                    if not data:
                        break
                """);
        Started client = Started.of(EchoClient.class, server.line())) {
      client.type("hello");
      assertThat(client.line()).isEqualTo(">>: Received 'hello'");
      assertThat(client.end(0)).containsExactly(">>: ");
      assertThat(List.of(server.line(), server.line())).containsExactly("b'hello'", "b''");
    }
  }

  @Test
  void server_hangsUp_endsItInOneLine() throws Exception {
    try (Python server =
            Python.start(
                0,
                """
                listener = socket.create_server(("127.0.0.1", 0))
                print(listener.getsockname()[1])
                s = listener.accept()[0]
                s.sendall(s.recv(1024)[:2])
                """);
        Started client = Started.of(EchoClient.class, server.line())) {
      client.type("hello");
      assertThat(client.end(1)).containsExactly(">>: Received 'he'");
      assertThat(client.complaints().lines())
          .containsExactly(
              "greenloom: echo-client failed: java.io.IOException: the server has hung up");
    }
  }

  @Test
  void server_isNotThere_isToldInOneLine() throws Exception {
    try (Started client = Started.of(EchoClient.class, "1")) {
      assertThat(client.end(1)).isEmpty();
      assertThat(client.complaints().lines())
          .containsExactly(
              "greenloom: echo-client failed: java.net.ConnectException: Connection refused");
    }
  }
}
