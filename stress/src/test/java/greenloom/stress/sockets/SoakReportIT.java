package greenloom.stress.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakReportIT {
  @Test
  void write_namesTheDay_overwritesNothing_leavesNothingElse(@TempDir Path folder)
      throws Exception {
    Soak soak = new Soak(new SoakOptions(10, 2, 30, 4, 77));
    Tally tally = new Tally();
    tally.add(Tally.Of.MESSAGES, 12_345);
    soak.results().add(new Soak.Result("round 1", 3.2, tally, List.of()));
    SoakReport report = new SoakReport(soak, "abc");
    String first = Files.readString(report.write(folder, "2026-01-02"));
    assertThat(first)
        .startsWith("# Sockets, 2026-01-02\n")
        .contains("nothing lost, nothing left", "Seed 77", "commit abc", "| 12,345 |");
    soak.findings().add("something");
    assertThat(Files.readString(report.write(folder, "2026-01-02")))
        .contains("**something is wrong**", "```text\nsomething\n```");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.matches("2026-01-02-sockets-[a-z]+(-2)?\\.md"))
          .hasSize(2);
    }
  }
}
