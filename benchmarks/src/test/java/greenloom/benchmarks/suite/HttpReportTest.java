package greenloom.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line, what wrk says, and the file that comes of it. */
class HttpReportTest {
  private static final HttpCase HELLO = new HttpCase(HttpCase.HELLO, 50);
  private static final String SAID =
      """
      Running 5s test @ http://127.0.0.1:36003/hello
        1 threads and 50 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     2.20ms    5.53ms 112.64ms   93.32%
          Req/Sec    49.13k    10.38k   69.49k    66.00%
        Latency Distribution
           50%  806.00us
           75%    1.49ms
           90%    5.16ms
           99%    1.02s
        244123 requests in 5.00s, 33.76MB read
      Requests/sec:  48801.72
      Transfer/sec:      6.75MB
      """;

  @TempDir Path folder;
  private final HttpOptions options = HttpOptions.parse(List.of("--wait=0", "jetty", "jdk"));
  private final Samples<HttpRow, HttpSample> values = new Samples<>();

  @Test
  void sample_parsed_isPerRequest() throws IOException {
    assertThat(HttpSample.parse(SAID, 2.44123, 28, 2048))
        .isEqualTo(new HttpSample(48801.72, 10, 806, 1.02e6, 28, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "'',wrk said nothing",
    "unable to connect to 127.0.0.1,unable to connect to 127.0.0.1",
    "'0 requests in 5.00s, 0B read',no answer came",
    "'7 requests in 5.00s, 1B read\n  Non-2xx or 3xx responses: 7',Non-2xx or 3xx responses: 7",
    "'7 requests in 5s\nSocket errors: connect 0, read 1',Socket errors: connect 0",
    "'7 requests in 5s\nRequests/sec: 1',wrk says nothing of latencies"
  })
  void sample_thatIsNone_isAFailure(String said, String why) {
    assertThatThrownBy(() -> HttpSample.parse(said, 1, 1, 1)).hasMessageContaining(why);
  }

  @Test
  void options_unsaid_areAll() {
    HttpOptions all = HttpOptions.parse(List.of());
    assertThat(all.rivals())
        .hasSize(12)
        .contains(new HttpRival(HttpProduct.TOMCAT, HttpScheduler.ONE));
    assertThat(all.cases()).containsExactly(HELLO, new HttpCase(HttpCase.WAIT, 500));
    assertThat(all.rounds()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "undertow|there is no server or option 'undertow'; see --help",
        "--hello=x|'x' is no whole number from 0 upwards",
        "--seconds=0|'0' is no whole number from 1 upwards"
      })
  void options_wrong_areSaid(String word, String why) {
    assertThatThrownBy(() -> HttpOptions.parse(List.of(word))).hasMessage(why);
  }

  @Test
  void row_ofTheHub_isComparedWithBothOthers() {
    add(HttpScheduler.HUB, 130, 6);
    add(HttpScheduler.HUB, 110, 8);
    add(HttpScheduler.HUB, 150, 7);
    add(HttpScheduler.DEFAULT, 100, 14);
    add(HttpScheduler.ONE, 125, 7);
    assertThat(new HttpReport(List.of("a fact"), options, values).text("2026-01-02"))
        .startsWith("# 2026-01-02, HTTP\n\n- a fact\n")
        .contains("\n## hello, 50 connections\n")
        .contains(
            "| jetty | a hub | 130 | 110–150 | 1.30 | 1.04 | 7.0 | 6.0–8.0 | 0.50 | 1.00"
                + " | 0.50 | 2.50 | 2.50–2.50 | 20 | 64 |\n")
        .contains("| jetty | the JDK's | 100 | 100–100 |  |  | 14.0 |")
        .doesNotContain("| jdk |", "wait, ");
  }

  private void add(HttpScheduler on, double rate, double cpu) {
    values.add(
        new HttpRow(HELLO, new HttpRival(HttpProduct.JETTY, on)),
        new HttpSample(rate, cpu, 500, 2500, 20, 64));
  }

  @Test
  void file_ofARun_isNamedByItsDate() throws IOException {
    values.failed("tomcat", "it fell");
    assertThat(new HttpReport(List.of(), options, values).write(folder, "2026-01-02"))
        .hasFileName("2026-01-02-http.md")
        .content()
        .contains("- **Failed**: tomcat: it fell\n");
  }
}
