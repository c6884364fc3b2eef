package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program in a process of its own, which is killed in the end if it still runs. */
record Program(Process process) implements AutoCloseable {
  private static final int SIGINT = 2;

  static Program start(Path folder, String... args) throws IOException {
    List<String> command = new ArrayList<>(heedingInterrupts());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "greenloom.app.Main"));
    command.addAll(List.of(args));
    return new Program(new ProcessBuilder(command).directory(folder.toFile()).start());
  }

  /**
   * How to start a program that gets its interrupts: one started in the background of a plain shell
   * has them ignored, and its children inherit that.
   */
  private static List<String> heedingInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return List.of();
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElse("0");
    boolean interrupt = (Long.parseUnsignedLong(ignored, 16) & (1L << (SIGINT - 1))) != 0;
    return interrupt ? List.of("env", "--default-signal=INT") : List.of();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Reads what it says up to the line that holds this, and returns that line. */
  String awaitLine(String part) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = process.getErrorStream().read();
      assertThat(c).as("ended after saying: %s", line).isNotNegative();
      if (c != '\n') {
        line.append((char) c);
      } else if (line.indexOf(part) >= 0) {
        return line.toString();
      } else {
        line.setLength(0);
      }
    }
  }

  /** Everything that it says from now on. */
  String err() throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
