package greenloom.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each HTTP server answers as it shall, and the harness finds something. */
class HttpIT {
  static Stream<HttpRival> rivals() {
    return HttpOptions.parse(List.of()).rivals().stream();
  }

  @ParameterizedTest
  @MethodSource("rivals")
  void server_bothPaths_areAnswered(HttpRival rival) throws Exception {
    try (ServerProcess server = ServerProcess.start(rival.command());
        HttpClient client = HttpClient.newHttpClient()) {
      for (String path : List.of(HttpCase.HELLO, HttpCase.WAIT, HttpCase.HELLO)) {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/" + path);
        HttpResponse<String> answer =
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
      }
    }
  }

  @Test
  void suite_whole_measuresEachRival() throws Exception {
    boolean there = HttpSuite.wrkVersion().isPresent();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(there).as("wrk is installed").isTrue();
    }
    assumeTrue(there, "SKIPPED: install wrk");
    HttpOptions options =
        HttpOptions.parse(
            List.of("--hello=3", "--wait=3", "--rounds=1", "--warm-up=1", "--seconds=1", "jdk"));

    Samples<HttpRow, HttpSample> values = new HttpSuite(options).measure();

    assertThat(values.notes()).isEmpty();
    for (HttpCase what : options.cases()) {
      for (HttpRival rival : options.rivals()) {
        HttpRow row = new HttpRow(what, rival);
        assertThat(values.median(row, HttpSample::requestsPerSecond)).isPositive();
        assertThat(values.median(row, HttpSample::cpuMicros)).isPositive();
        assertThat(values.median(row, HttpSample::threads)).isGreaterThan(5);
        assertThat(values.median(row, HttpSample::megabytes)).isBetween(10.0, 2000.0);
      }
    }
    HttpRow waits =
        new HttpRow(
            new HttpCase(HttpCase.WAIT, 3), new HttpRival(HttpProduct.JDK, HttpScheduler.HUB));
    assertThat(values.median(waits, HttpSample::p50)).isGreaterThanOrEqualTo(20_000);
  }

  @Test
  void script_misused_saysSoInOneLine() {
    assertThatThrownBy(() -> EchoPrograms.run(List.of("./http", "jetty", "--round=2")))
        .hasMessage("benchmarks: there is no server or option '--round=2'; see --help");
  }

  @Test
  void help_ofTheScript_namesEachServer() throws Exception {
    String servers =
        Stream.of(HttpProduct.values()).map(HttpProduct::word).collect(Collectors.joining(" "));
    assertThat(EchoPrograms.run(List.of("./http", "--help"))).contains("Servers: " + servers);
  }
}
