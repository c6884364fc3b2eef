package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A program that serves by HTTP, in a JVM of its own, and curl as its client. */
final class Served implements AutoCloseable {
  private final Started program;
  private final String url;

  private Served(Started program, String url) {
    this.program = program;
    this.url = url;
  }

  /** Starts it on a free port and waits until it says where it listens. */
  static Served start(Class<?> program) throws Exception {
    assumeCurl();
    Started started = Started.of(program, "0");
    String line = started.line();
    assertThat(line).matches("http://127\\.0\\.0\\.1:[0-9]+/");
    return new Served(started, line);
  }

  private static void assumeCurl() {
    boolean there =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(there).as("curl is installed").isTrue();
    }
    assumeTrue(there, "SKIPPED: install curl");
  }

  /** What comes back for so many requests, sent all at once over connections of their own. */
  List<String> answersTo(int requests) throws Exception {
    return curl(
        "--parallel",
        "--parallel-immediate",
        "--parallel-max",
        Integer.toString(requests),
        url + "?[1-" + requests + "]");
  }

  /** What comes back for two requests over one connection. */
  List<String> answersInTurn() throws Exception {
    return curl(url, url);
  }

  private List<String> curl(String... words) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of("curl", "--no-progress-meter", "--fail", "--max-time", "30"),
                Stream.of(words))
            .toList();
    Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = curl.inputReader().lines().toList();
    assertThat(curl.waitFor()).as("exit code of curl; it said " + lines).isZero();
    return lines;
  }

  /** The handlers count without a lock, so each number is there once if they are on one hub. */
  static List<String> numbered(int first, int last, String hub) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> "request " + number + " on hub " + hub)
        .toList();
  }

  @Override
  public void close() throws IOException {
    String said = program.complaints();
    program.close();
    assertThat(said).doesNotContain("Exception");
  }
}
