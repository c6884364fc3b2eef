package greenloom.app;

import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import greenloom.hub.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code greenloom load} with the JDK's HTTP server, which behaves. */
@Timeout(60)
class LoadIT {
  @TempDir Path temp;

  private final AtomicInteger requests = new AtomicInteger();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private ExecutorService threads;
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    threads = Executors.newFixedThreadPool(8);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, 200, "hello"));
    server.createContext("/moved", exchange -> answer(exchange, 302, ""));
    server.createContext("/broken", exchange -> answer(exchange, 500, "no"));
    server.createContext(
        "/half", exchange -> answer(exchange, requests.get() % 2 == 0 ? 200 : 503, ""));
    server.createContext("/chunks", exchange -> answer(exchange, 200, "x".repeat(100_000), 0));
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    answer(exchange, status, body, body.isEmpty() ? -1 : body.length());
  }

  private void answer(HttpExchange exchange, int status, String body, long length)
      throws IOException {
    requests.incrementAndGet();
    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    seen.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("X-Test")
            + " "
            + sent);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : length);
    if (!head && length >= 0) {
      exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
    }
    exchange.close();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private static Json json(CommandRun run) {
    return Json.of(run.out());
  }

  // --- how much ---

  @Test
  void number_isKept_toTheRequest() {
    CommandRun run = CommandRun.of("load", "-n", "500", "-c", "20", "--json", url("/a?b"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(requests).hasValue(500);
    assertThat(seen).containsExactly("GET /a?b null ");
    Json json = json(run);
    assertThat(json.number("requests")).isEqualTo(500);
    assertThat(json.number("failed")).isZero();
    assertThat(json.number("statuses.200")).isEqualTo(500);
    assertThat(json.number("connections_opened")).isEqualTo(20);
    assertThat(json.number("latency_ms.p50")).isPositive();
    assertThat(json.number("latency_ms.max")).isGreaterThanOrEqualTo(json.number("latency_ms.p50"));
    assertThat(json.number("bytes_received")).isGreaterThan(500 * 50);
    assertThat(json.number("requests_per_second")).isPositive();
  }

  @Test
  void fewerRequestsThanConnections_openNoMoreThanThat() {
    CommandRun run = CommandRun.of("load", "-n", "3", "-c", "20", "--json", url("/"));

    assertThat(run.code()).isZero();
    assertThat(requests).hasValue(3);
    assertThat(json(run).number("connections_opened")).isEqualTo(3);
  }

  @Test
  void duration_endsIt() {
    CommandRun run = CommandRun.of("load", "-d", "300ms", "-c", "5", "--json", url("/"));

    assertThat(run.code()).isZero();
    Json json = json(run);
    assertThat(json.number("seconds")).isEqualTo(0.3);
    assertThat(json.number("requests")).isEqualTo(requests.get());
  }

  @Test
  void warmUp_isDone_andNotCounted() {
    CommandRun run =
        CommandRun.of(
            "load", "--warm-up", "300ms", "-n", "50", "-c", "5", "--json", "--hubs", "2", url("/"));

    assertThat(run.code()).isZero();
    assertThat(json(run).number("requests")).isEqualTo(50);
    assertThat(requests.get()).isGreaterThan(50);
  }

  @Test
  void rate_beginsOnSchedule() {
    long before = System.nanoTime();
    CommandRun run =
        CommandRun.of(
            "load", "-n", "50", "-r", "200", "-c", "5", "--json", "--hubs", "2", url("/"));

    assertThat(run.code()).isZero();
    assertThat(requests).hasValue(50);
    assertThat(System.nanoTime() - before).as("49 distances of 5 ms").isGreaterThan(245_000_000);
    Json json = json(run);
    assertThat(json.number("rate_wanted")).isEqualTo(200);
    assertThat(json.number("unsent")).isZero();
    assertThat(json.number("seconds")).isGreaterThanOrEqualTo(0.245);
  }

  @Test
  void severalHubs_shareTheConnections() {
    CommandRun run =
        CommandRun.of("load", "-n", "101", "-c", "7", "--hubs", "3", "--json", url("/"));

    assertThat(run.code()).isZero();
    assertThat(requests).hasValue(101);
    assertThat(json(run).number("connections_opened")).isEqualTo(7);
  }

  @Test
  void thousandsOfConnections_onOneHub() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
        Hub hub = Hub.start("server")) { // ends first, and with it who accepts
      spawnOn(hub, () -> echoAll(listener));
      String target = "tcp://127.0.0.1:" + listener.getLocalPort();
      CommandRun run = CommandRun.of("load", "-n", "6000", "-c", "2000", "--json", target);

      assertThat(run.code()).as(run.out() + run.err()).isZero();
      assertThat(json(run).number("requests")).isEqualTo(6000);
      assertThat(json(run).number("connections_opened")).isEqualTo(2000);
    }
  }

  private static void echoAll(ServerSocket listener) throws IOException {
    while (true) {
      Socket connection = listener.accept();
      spawn(() -> connection.getInputStream().transferTo(connection.getOutputStream()));
    }
  }

  // --- what ---

  @Test
  void methodHeaderBody_areSent() throws IOException {
    String header = "X-Test: yes";
    CommandRun run =
        CommandRun.of("load", "-n", "5", "-X", "PUT", "-H", header, "--body", "é", url("/"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(seen).containsExactly("PUT / yes é");

    Path file = Files.writeString(temp.resolve("body"), "from a file");
    seen.clear();
    run = CommandRun.of("load", "-n", "5", "--body-file", file.toString(), url("/"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(seen).containsExactly("POST / null from a file");
  }

  @Test
  void head_isAnsweredWithoutBody() {
    assertThat(CommandRun.of("load", "-n", "20", "-X", "HEAD", url("/")).code()).isZero();
    assertThat(seen).containsExactly("HEAD / null ");
  }

  @Test
  void chunkedBodies_areReadToTheirEnds() {
    CommandRun run = CommandRun.of("load", "-n", "50", "-c", "3", "--json", url("/chunks"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(json(run).number("bytes_received")).isGreaterThan(5_000_000);
    assertThat(json(run).number("connections_opened")).isEqualTo(3);
  }

  @Test
  void noKeepAlive_opensAConnectionForEach() {
    CommandRun run =
        CommandRun.of("load", "-n", "60", "-c", "4", "--no-keepalive", "--json", url("/"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(requests).hasValue(60);
    assertThat(json(run).number("connections_opened")).isEqualTo(60);
  }

  // --- what came of it ---

  @Test
  void redirect_isCounted_andNotFollowed() {
    CommandRun run = CommandRun.of("load", "-n", "9", "-c", "2", "--json", url("/moved"));

    assertThat(run.code()).isZero();
    assertThat(requests).hasValue(9);
    assertThat(json(run).number("statuses.302")).isEqualTo(9);
  }

  @Test
  void badStatus_isAFailure() {
    CommandRun all = CommandRun.of("load", "-n", "9", "-c", "2", "--json", url("/broken"));
    assertThat(all.code()).isEqualTo(4);
    assertThat(json(all).number("statuses.500")).isEqualTo(9);
    assertThat(json(all).number("failed")).isEqualTo(9);

    CommandRun some = CommandRun.of("load", "-n", "40", "-c", "1", url("/half"));
    assertThat(some.code()).isEqualTo(3);
    assertThat(some.out()).contains("; failed 20\n").containsPattern(" status 503 +20\n");
  }

  @Test
  void failIf_decides() {
    String[] slow = {"load", "-n", "40", "-c", "1", "--fail-if", "p99>1us", url("/")};
    CommandRun run = CommandRun.of(slow);
    assertThat(run.code()).isEqualTo(5);
    assertThat(run.err())
        .containsPattern("greenloom: failed, because p99>1us: it is [0-9.,]+ ms\n");

    String[] allowed = {
      "load", "-n", "40", "-c", "1", "--fail-if", "errors>20", "--fail-if=p99>1m", url("/half")
    };
    assertThat(CommandRun.of(allowed).code()).as("20 failures are allowed").isZero();

    String[] tooMany = {
      "load",
      "-n",
      "40",
      "-c",
      "1",
      "--fail-if",
      "p99>1m",
      "--fail-if",
      "error-rate>=50%",
      "--json",
      url("/half")
    };
    run = CommandRun.of(tooMany);
    assertThat(run.code()).isEqualTo(5);
    assertThat(json(run).texts("failed_if")).containsExactly("error-rate>=50%");
    assertThat(json(run).number("exit_code")).isEqualTo(5);
  }

  @Test
  void json_hasTheseKeys() {
    CommandRun run = CommandRun.of("load", "-n", "1", "--json", "-q", url("/"));

    assertThat(run.err()).isEmpty();
    assertThat(json(run).keys())
        .containsExactlyElementsOf(
            List.of(
                "schema",
                "target",
                "connections",
                "hubs",
                "rate_wanted",
                "seconds",
                "requests",
                "failed",
                "unsent",
                "requests_per_second",
                "latency_ms",
                "bytes_received",
                "bytes_sent",
                "connections_opened",
                "cpu_seconds",
                "statuses",
                "errors",
                "failed_if",
                "exit_code"));
  }

  @Test
  void table_isOnStandardOutput() {
    CommandRun run = CommandRun.of("load", "-n", "7", "-c", "1", url("/"));

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("^7 requests in [0-9.]+ s on 1 connection\n")
        .containsPattern("\n  requests/s +[0-9.,]+\n  p50 +[0-9.]+ ms\n  p90 ")
        .containsPattern("\n  status 200 +7\n  connections opened +1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bar", "plain"})
  void progress_isShown(String how) {
    CommandRun run = CommandRun.of("load", "-d", "300ms", "--progress", how, url("/"));

    assertThat(run.code()).isZero();
    assertThat(run.err().contains("\r\u001b[K[")).isEqualTo(how.equals("bar"));
  }
}
