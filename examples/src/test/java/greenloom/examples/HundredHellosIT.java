package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HundredHellosIT {
  private static final String SUM = "1000 answers over 100 connections";

  /** What each client prints, one after the other. */
  private static List<String> answers() {
    return IntStream.range(0, 1000)
        .mapToObj(i -> "[" + i / 10 + "] received hello " + i % 10)
        .toList();
  }

  @Test
  void hellos_goToOurServer_andComeBack() throws Exception {
    try (Started server = Started.of(EchoServer.class, "0");
        Started clients = Started.of(HundredHellos.class, Integer.toString(server.port()))) {
      List<String> lines = clients.end(0);
      assertThat(lines.getLast()).isEqualTo(SUM);
      assertThat(lines.subList(0, 1000)).containsExactlyInAnyOrderElementsOf(answers());
      assertThat(server.lines(1000)).contains("recv: 'hello 0'", "recv: 'hello 9'");
    }
  }

  /** The server answers nobody before all have connected, so they are there at the same time. */
  @Test
  void hellos_goToAServerOfPython_overAHundredConnectionsAtOnce() throws Exception {
    try (Python server =
            Python.start(
                0,
                """
                listener = socket.create_server(("127.0.0.1", 0), backlog=500)
                print(listener.getsockname()[1])
                clients = [listener.accept()[0] for i in range(100)]
                def echo(s):
                    while True:
                        data = s.recv(1024)
                        s.sendall(data)
                        if not data:
                            break
                for s in clients:
                    threading.Thread(target=echo, args=(s,)).start()
                """);
        Started clients = Started.of(HundredHellos.class, server.line())) {
      List<String> lines = clients.end(0);
      assertThat(lines.getLast()).isEqualTo(SUM);
      assertThat(lines.subList(0, 1000)).containsExactlyInAnyOrderElementsOf(answers());
    }
  }
}
