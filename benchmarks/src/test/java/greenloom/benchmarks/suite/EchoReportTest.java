package greenloom.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line, what the load generator says, and the file that comes of it. */
class EchoReportTest {
  private static final EchoCase CASE = new EchoCase(100, 64);
  private static final String LINE =
      "requests 1000 nanos 2000000000 cpu 5000000 p50 10.5 p99 99.0 max 200.0";

  @TempDir Path folder;
  private final EchoOptions options =
      EchoOptions.parse(List.of("--connections=100", "--sizes=64", "c", "greenloom"));
  private final EchoValues values = new EchoValues();

  @Test
  void sample_parsed_isPerRequest() throws IOException {
    EchoSample sample = EchoSample.parse(LINE);
    assertThat(sample).isEqualTo(new EchoSample(500, 5, 0.0025, 10.5, 99));
  }

  @ParameterizedTest
  @CsvSource({
    "'',said nothing",
    "load: no memory,no memory",
    "requests 0 nanos 1 cpu 1 p50 1 p99 1 max 1,no message came back"
  })
  void sample_thatIsNone_isAFailure(String line, String why) {
    assertThatThrownBy(() -> EchoSample.parse(line)).hasMessageContaining(why);
  }

  @Test
  void options_unsaid_areAll() {
    EchoOptions all = EchoOptions.parse(List.of());
    assertThat(all.rivals()).containsExactly(EchoRival.values());
    assertThat(all.cases()).hasSize(8).contains(CASE, new EchoCase(10_000, 16384));
    assertThat(all.rounds()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rust|there is no server or option 'rust'; see --help",
        "--round=3|there is no server or option '--round=3'; see --help",
        "--rounds=0|'0' is no whole number from 1 upwards",
        "--sizes=64+|'64+' is no whole number from 1 upwards",
        "--connections=1,|'' is no whole number from 1 upwards"
      })
  void options_wrong_areSaid(String word, String why) {
    assertThatThrownBy(() -> EchoOptions.parse(List.of(word))).hasMessage(why);
  }

  @Test
  void row_ofMedians_isComparedWithC() {
    values.add(CASE, EchoRival.C, new EchoSample(90_000, 4, 0.5, 10, 20));
    for (double cpu : new double[] {6, 5, 9}) {
      values.add(CASE, EchoRival.GREENLOOM, new EchoSample(80_000, cpu, 1, 11, 21));
    }
    assertThat(new EchoReport(List.of("a fact"), options, values).text("2026-01-02"))
        .startsWith("# 2026-01-02, echo\n\n- a fact\n")
        .contains("\n## 100 connections, 64 B\n")
        .contains("| c | 4.00 | 4.00–4.00 | 1.00 |  |  |  | 90,000 | 10 | 20 | 50 % |\n")
        .contains("| greenloom | 6.00 | 5.00–9.00 | 1.50 |  |  |  | 80,000 | 11 | 21 | 100 % |\n");
  }

  @Test
  void idle_withABuffer_isToldWithoutIt() {
    values.addIdle(EchoRival.VIRTUAL_THREADS, 18_400);
    values.addIdle(EchoRival.GREENLOOM, 20_400);
    assertThat(new EchoReport(List.of(), options, values).text("2026-01-02"))
        .contains("| greenloom | 20,400 | 4,000 | 2,000 |\n");
  }

  @Test
  void file_thatIsThere_isNotReplaced() throws IOException {
    values.failed("go, 1 connection, 64 B", "it fell");
    EchoReport report = new EchoReport(List.of(), options, values);
    assertThat(report.write(folder, "2026-01-02")).hasFileName("2026-01-02-echo.md");
    assertThat(report.write(folder, "2026-01-02"))
        .hasFileName("2026-01-02-echo-2.md")
        .content()
        .contains("- **Failed**: go, 1 connection, 64 B: it fell\n");
    assertThat(Files.list(folder)).hasSize(2);
  }
}
