package greenloom.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written about measurements, and where. */
class ReportTest {
  private static final List<Subject> PARK = List.of(Subject.PARK);

  private final Values values = new Values();
  private final Report report = new Report("2026-01-02", List.of("Machine: small"), values);

  @TempDir Path folder;

  @Test
  void text_severalRounds_comparesMedians() {
    add("GREENLETS", 130, 110);
    add("VIRTUAL_THREADS_1", 400, 410, 390);
    add("GREENLETS", 120);
    assertThat(report.text(PARK))
        .startsWith("# 2026-01-02\n\n- Machine: small\n")
        .contains("\n## Park\n", "`ParkBenchmark.handedOver`; 3 JVMs a rival")
        .contains("| rival | median | min–max | to VIRTUAL_THREADS_1 |\n")
        .contains("| GREENLETS | 120 | 110–130 | 0.30 |\n")
        .contains("| VIRTUAL_THREADS_1 | 400 | 390–410 | 1.00 |\n");
  }

  @Test
  void text_variants_areComparedWithTheirOwnBase() {
    values.add(new Measurement(Subject.QUEUE, "0", "VIRTUAL_THREADS_1"), List.of(8.0));
    values.add(new Measurement(Subject.QUEUE, "0", "JOX"), List.of(4.0));
    values.add(new Measurement(Subject.QUEUE, "16", "VIRTUAL_THREADS_1"), List.of(2.0));
    values.add(new Measurement(Subject.QUEUE, "16", "JOX"), List.of(2000.0, 1000.0));
    assertThat(report.text(List.of(Subject.QUEUE)))
        .contains("| rival | capacity | median |")
        .contains("| JOX | 0 | 4.00 | once | 0.50 |\n")
        .contains("| JOX | 16 | 1,500 | 1,000–2,000 | 750 |\n");
  }

  @Test
  void text_missingAndFailed_saysSo() {
    values.missing("gevent");
    add("GREENLETS", 1);
    values.failed(new Measurement(Subject.SPAWN, "1000", "KOTLIN"), "out of memory");
    assertThat(report.text(List.of(Subject.PARK, Subject.SPAWN)))
        .contains("- Not measured: gevent\n")
        .contains("- **Failed**: spawn ahead 1000 KOTLIN: out of memory\n")
        .contains("| GREENLETS | 1.00 | once |  |\n")
        .doesNotContain("## Spawn");
  }

  @Test
  void write_nameIsTaken_takesTheNextAndLeavesNothingElse() throws IOException {
    Path old = Files.writeString(folder.resolve("2026-01-02.md"), "by hand");
    add("GREENLETS", 1);
    assertThat(report.write(folder, PARK)).isEqualTo(folder.resolve("2026-01-02-2.md"));
    assertThat(report.write(folder, PARK)).hasFileName("2026-01-02-3.md").isRegularFile();
    assertThat(old).hasContent("by hand");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  private void add(String rival, double... found) {
    values.add(new Measurement(Subject.PARK, "", rival), DoubleStream.of(found).boxed().toList());
  }
}
