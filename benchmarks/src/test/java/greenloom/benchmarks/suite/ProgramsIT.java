package greenloom.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The programs beside the JVM: the script that runs all, and the rivals in Python. */
class ProgramsIT {
  private static final Path GEVENT = Path.of("rivals/gevent/rivals.py");

  @Test
  void help_ofTheScript_namesEachSubject() throws Exception {
    assertThat(run(0, "./run", "--help"))
        .anyMatch(line -> line.equals("Subjects: " + String.join(" ", words())));
  }

  @Test
  void subject_thatIsNone_isOneLineAndTwo() throws Exception {
    assertThat(run(2, "./run", "switch", "sleep"))
        .singleElement()
        .asString()
        .startsWith("benchmarks: there is no subject 'sleep'; there are: switch ");
  }

  @Test
  void load_misused_isOneLineAndTwo() throws Exception {
    assertThat(run(0, "./load", "--help")).first().asString().startsWith("Usage: benchmarks/load");
    assertThat(run(2, "./load", "--round=3"))
        .containsExactly("benchmarks: there is no option '--round=3'; see --help");
  }

  @Test
  void gevent_eachSubject_isMeasured() throws Exception {
    Gevent gevent = new Gevent(GEVENT, "--quick");
    String versions = gevent.versions();
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(!versions.isEmpty(), "SKIPPED: install python3-greenlet and python3-gevent");
    }
    assertThat(versions).contains("gevent", "greenlet");
    Values values = new Values();
    for (Subject subject : Subject.values()) {
      if (subject.inPython()) {
        gevent.measure(subject, values);
      }
    }
    assertThat(values.measurements())
        .extracting(Measurement::subject)
        .containsAll(
            Stream.of(Subject.values()).filter(s -> s.inPython() || s == Subject.ASLEEP).toList())
        .hasSizeGreaterThan(Subject.values().length);
    assertThat(values.measurements())
        .allSatisfy(each -> {
          assertThat(each.subject().variants()).contains(each.variant());
          assertThat(values.sorted(each)).isNotEmpty();
        });
  }

  private static List<String> words() {
    return Stream.of(Subject.values()).map(Subject::word).toList();
  }

  private static List<String> run(int status, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(status);
    return said.lines().toList();
  }
}
