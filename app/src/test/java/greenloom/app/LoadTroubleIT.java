package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code greenloom load} with servers that misbehave, and with none. */
@Timeout(60)
class LoadTroubleIT {

  private static Json load(LoadServer server, int code, String... args) {
    String[] all =
        Stream.of(Stream.of("load", "--json"), Stream.of(args), Stream.of(server.http()))
            .flatMap(s -> s)
            .toArray(String[]::new);
    CommandRun run = CommandRun.of(all);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
    return Json.of(run.out());
  }

  // --- nobody there ---

  @Test
  void nobodyListens_isOneLineAndCode4() throws IOException {
    ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    gone.close();
    String url = "http://127.0.0.1:" + gone.getLocalPort() + "/";

    CommandRun run = CommandRun.of("load", url);

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "greenloom: " + url + ": connection refused; check that a server is running there\n");
  }

  @Test
  void unknownHost_isOneLineAndCode4() {
    CommandRun run = CommandRun.of("load", "http://nowhere.invalid/");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .isEqualTo(
            "greenloom: http://nowhere.invalid/: cannot resolve host nowhere.invalid; check the"
                + " spelling\n");
  }

  @ParameterizedTest
  @CsvSource({
    "http://192.0.2.1/x, 192.0.2.1",
    "tcp://[2001:db8::1]:7, [2001:db8::1]",
    "https://169.254.169.254/, 169.254.169.254",
  })
  void hostOfOthers_isRefused(String target, String host) {
    CommandRun run = CommandRun.of("load", target, "--i-own-this-host", "192.0.2.2");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "greenloom: "
                + host
                + " is no host of this machine or of a private network; if it is yours, say so with"
                + " --i-own-this-host "
                + host
                + "\n");
  }

  @Test
  void hostOfOthers_thatTheUserOwns_isTried() {
    CommandRun run =
        CommandRun.of(
            "load", "--timeout", "50ms", "--i-own-this-host", "192.0.2.1", "http://192.0.2.1:9/");

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).startsWith("greenloom: http://192.0.2.1:9/: ").hasLineCount(1);
  }

  @Test
  void goneInBetween_isCountedAsRefused() throws Exception {
    try (LoadServer server =
        LoadServer.answering((number, out) -> {
          LoadServer.ok(out);
          return number < 20;
        })) {
      Thread closer = Thread.ofPlatform().start(() -> closeAfter(10, server));
      Json json = load(server, 3, "-d", "600ms", "-c", "2");
      closer.join();
      assertThat(json.number("errors.connection refused")).isPositive();
      assertThat(json.number("requests")).as("pauses before it tries again").isLessThan(200);
    }
  }

  private static void closeAfter(int requests, LoadServer server) {
    while (server.requests() < requests) {
      Thread.onSpinWait();
    }
    server.stop();
  }

  // --- bad answers ---

  static Stream<Arguments> badAnswers() {
    String ok = "HTTP/1.1 200 OK\r\n";
    return Stream.of(
        Arguments.of("SSH-2.0-OpenSSH\r\n", "answer is no proper HTTP"),
        Arguments.of("220 mail.test ESMTP\r\n", "answer is no proper HTTP"),
        Arguments.of(ok + "Content-Length: x\r\n\r\n", "answer is no proper HTTP"),
        Arguments.of(ok + "Content-Length: 2\r\n\r\nmore", "answer is no proper HTTP"),
        Arguments.of(ok + "Transfer-Encoding: chunked\r\n\r\nx", "connection ended early"),
        Arguments.of(ok + "Content-Length: 100\r\n\r\nbut this is all", "connection ended early"),
        Arguments.of("HTTP/1.1 20", "connection ended early"),
        Arguments.of("", "connection ended early"),
        Arguments.of(ok + "X: y\r\n".repeat(20_000), "head of the answer too large"));
  }

  @ParameterizedTest
  @MethodSource("badAnswers")
  void badAnswer_isCountedByKind(String answer, String error) throws IOException {
    try (LoadServer server =
        LoadServer.answering((_, out) -> {
          out.write(answer.getBytes(StandardCharsets.US_ASCII));
          return false;
        })) {
      Json json = load(server, 4, "-n", "12", "-c", "3");
      assertThat(json.map("errors")).isEqualTo(Map.of(error, 12.0));
      assertThat(json.number("failed")).isEqualTo(12);
      assertThat(json.map("statuses")).isEmpty();
      assertThat(json.map("latency_ms")).containsEntry("p99", "null");
      assertThat(CommandRun.of("load", "-n", "2", server.http()).out())
          .contains("requests/s")
          .doesNotContain("p50", "mean");
    }
  }

  @Test
  void reset_isCounted() throws IOException {
    try (LoadServer server =
        new LoadServer(connection -> {
          connection.getInputStream().read();
          connection.setSoLinger(true, 0); // closing resets the connection
        })) {
      Json json = load(server, 4, "-n", "12", "-c", "3");
      assertThat(json.map("errors")).isEqualTo(Map.of("connection reset", 12.0));
    }
  }

  @Test
  void someBad_someGood() throws IOException {
    try (LoadServer server =
        LoadServer.answering((number, out) -> number % 4 != 0 && LoadServer.ok(out))) {
      Json json = load(server, 3, "-n", "40", "-c", "1");
      assertThat(json.number("statuses.200")).isEqualTo(30);
      assertThat(json.map("errors")).isEqualTo(Map.of("connection ended early", 10.0));
      assertThat(json.number("connections_opened")).as("the last is not replaced").isEqualTo(10);
    }
  }

  // --- slow ones ---

  @Test
  void silence_timesOut_andItsTimeCounts() throws IOException {
    try (LoadServer server =
        LoadServer.answering((number, out) -> {
          if (number % 5 == 0) {
            Thread.sleep(100_000);
          }
          return LoadServer.ok(out);
        })) {
      Json json = load(server, 3, "-n", "20", "-c", "1", "--timeout", "150ms");
      assertThat(json.map("errors")).isEqualTo(Map.of("timed out", 4.0));
      assertThat(json.number("statuses.200")).isEqualTo(16);
      assertThat(json.number("latency_ms.p90")).isGreaterThan(149);
      assertThat(json.number("latency_ms.p50")).isLessThan(json.number("latency_ms.p90"));
    }
  }

  @Test
  void drip_withoutEnd_timesOut() throws IOException {
    try (LoadServer server =
        LoadServer.answering((_, out) -> {
          out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(20);
          }
        })) {
      Json json = load(server, 4, "-n", "4", "-c", "2", "--timeout", "150ms");
      assertThat(json.map("errors")).isEqualTo(Map.of("timed out", 4.0));
    }
  }

  @Test
  void bodyThatNobodyTakes_timesOut() throws IOException {
    try (LoadServer server = new LoadServer(_ -> Thread.sleep(100_000))) {
      String much = "x".repeat(30_000_000);
      Json json = load(server, 4, "-n", "2", "-c", "2", "--timeout", "300ms", "--body", much);
      assertThat(json.map("errors")).isEqualTo(Map.of("timed out", 2.0));
    }
  }

  /** The server is silent once for half a second; a closed loop would count that once. */
  @Test
  void rate_countsTheWaitsOfThoseThatCouldNotBegin() throws IOException {
    try (LoadServer server =
        LoadServer.answering((number, out) -> {
          if (number == 10) {
            Thread.sleep(500);
          }
          return LoadServer.ok(out);
        })) {
      Json json = load(server, 0, "-n", "100", "-r", "100", "-c", "1", "--fail-if", "p50>10s");
      assertThat(json.number("requests")).isEqualTo(100);
      assertThat(json.number("latency_ms.max")).isGreaterThanOrEqualTo(500);
      assertThat(json.number("latency_ms.p90"))
          .as("40 had to wait 100 ms or more")
          .isGreaterThan(300);
    }
  }

  @Test
  void rate_thatCannotBeKept_tellsWhatWasNotBegun() throws IOException {
    try (LoadServer server =
        LoadServer.answering((_, out) -> {
          Thread.sleep(50);
          return LoadServer.ok(out);
        })) {
      String[] args = {"load", "-d", "500ms", "-r", "1000", "-c", "2", server.http()};
      CommandRun run = CommandRun.of(args);
      assertThat(run.code()).isZero();
      assertThat(run.out())
          .containsPattern("requests/s +[0-9.]+  of 1,000.0 wanted\n")
          .containsPattern("not begun +4\\d\\d  all connections were busy\n");
    }
  }

  // --- connections that end ---

  @Test
  void closedAfterARest_isOpenedAgain() throws IOException {
    try (LoadServer server =
        new LoadServer(connection -> {
          connection.setSoTimeout(300);
          InputStream in = connection.getInputStream();
          byte[] buffer = new byte[1000];
          while (in.read(buffer) > 0) { // ends by the time limit
            LoadServer.ok(connection.getOutputStream());
          }
        })) {
      Json json = load(server, 0, "-n", "3", "-r", "0.7", "-c", "1");
      assertThat(json.number("connections_opened")).isEqualTo(3);
      assertThat(json.number("failed")).isZero();
    }
  }

  @Test
  void closeThatWasAnnounced_isNoFailure() throws IOException {
    try (LoadServer server =
        LoadServer.answering((_, out) -> {
          String answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
          out.write(answer.getBytes(StandardCharsets.US_ASCII));
          return false;
        })) {
      Json json = load(server, 0, "-n", "30", "-c", "3");
      assertThat(json.number("connections_opened")).isBetween(30.0, 33.0);
    }
  }

  /** It said that it would close, and does not: nobody waits for that for long. */
  @Test
  void closeThatDoesNotCome_isLeftAfterASecond() throws IOException {
    try (LoadServer server =
        LoadServer.saying("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")) {
      Json json = load(server, 0, "-n", "4", "-c", "2");
      assertThat(json.number("failed")).isZero();
      assertThat(json.number("latency_ms.max")).isLessThan(1000);
    }
  }

  @Test
  void bodyUntilTheEnd_isAnAnswer() throws IOException {
    try (LoadServer server =
        LoadServer.answering((_, out) -> {
          out.write("HTTP/1.0 200 OK\r\n\r\nall that comes".getBytes(StandardCharsets.US_ASCII));
          return false;
        })) {
      Json json = load(server, 0, "-n", "30", "-c", "3");
      assertThat(json.number("statuses.200")).isEqualTo(30);
    }
  }

  // --- echo ---

  private static void echo(Socket connection) throws IOException {
    connection.getInputStream().transferTo(connection.getOutputStream());
  }

  @ParameterizedTest
  @CsvSource({"--size, 1, 1", "--size, 1000, 1000", "--size, 65536, 65536", "--message, é!, 3"})
  void echo_isCompared(String option, String value, int size) throws IOException {
    try (LoadServer server = new LoadServer(LoadTroubleIT::echo)) {
      CommandRun run =
          CommandRun.of("load", "--json", "-n", "100", "-c", "5", option, value, server.tcp());
      assertThat(run.code()).as(run.err()).isZero();
      Json json = Json.of(run.out());
      assertThat(json.number("bytes_sent")).isEqualTo(100L * size);
      assertThat(json.number("bytes_received")).isEqualTo(100L * size);
      assertThat(json.number("requests")).isEqualTo(100);
      assertThat(json.map("statuses")).isEmpty();
    }
  }

  @Test
  void wrongEcho_isCounted() throws IOException {
    try (LoadServer server =
        new LoadServer(connection -> {
          int first = connection.getInputStream().read();
          connection.getOutputStream().write(first + 1);
          connection.getInputStream().transferTo(connection.getOutputStream());
        })) {
      CommandRun run = CommandRun.of("load", "--json", "-n", "6", "-c", "2", server.tcp());
      assertThat(run.code()).isEqualTo(4);
      assertThat(Json.of(run.out()).map("errors")).isEqualTo(Map.of("echo differs", 6.0));
    }
  }
}
