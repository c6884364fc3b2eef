package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this module in a JVM of its own, without a flag. */
final class Started implements AutoCloseable {
  private static final int ENDED_BY_SIGTERM = 143;

  private final Process process;
  private final Path complaints;
  private final BlockingQueue<Optional<String>> out = new LinkedBlockingQueue<>(); // empty: its end
  private final Writer in;

  private Started(Process process, Path complaints) {
    this.process = process;
    this.complaints = complaints;
    this.in = process.outputWriter();
    Thread.ofPlatform().daemon().start(this::read); // or it would wait in println one day
  }

  private void read() {
    process.inputReader().lines().forEach(line -> out.add(Optional.of(line)));
    out.add(Optional.empty());
  }

  static Started of(Class<?> program, String... arguments) throws IOException {
    Path complaints = Files.createTempFile("started", ".log");
    Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            nameOf(program));
    List<String> command =
        Stream.of(heedingInterrupts(), java, Stream.of(arguments)).flatMap(words -> words).toList();
    Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
    return new Started(process, complaints);
  }

  /** One that is started in the background of a plain shell would have them ignored. */
  private static Stream<String> heedingInterrupts() {
    boolean linux = Files.exists(Path.of("/proc/self/status"));
    return linux ? Stream.of("env", "--default-signal=INT") : Stream.of();
  }

  private static String nameOf(Class<?> program) {
    return Program.ALL.stream()
        .filter(p -> p.type() == program)
        .map(Program::name)
        .findAny()
        .orElseThrow();
  }

  /** Returns the next line that it prints. */
  String line() throws Exception {
    return out.take().orElseThrow(() -> new AssertionError("it has ended: " + complaints()));
  }

  /** Returns what it says where it listens. */
  int port() throws Exception {
    String line = line();
    assertThat(line).matches("listening on 127\\.0\\.0\\.1:[0-9]+");
    return Integer.parseInt(line.replaceFirst(".*:", ""));
  }

  /** Returns so many of the next lines. */
  List<String> lines(int count) throws Exception {
    List<String> lines = new ArrayList<>();
    while (lines.size() < count) {
      lines.add(line());
    }
    return lines;
  }

  /** Returns all that is left when it has ended by itself, with {@code exitCode}. */
  List<String> end(int exitCode) throws Exception {
    in.close();
    List<String> lines = new ArrayList<>();
    for (var line = out.take(); line.isPresent(); line = out.take()) {
      lines.add(line.orElseThrow());
    }
    assertThat(process.waitFor()).as(complaints()).isEqualTo(exitCode);
    return lines;
  }

  void type(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
  }

  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Returns what it has written to its error output. */
  String complaints() {
    try {
      return Files.readString(complaints);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the signal that Ctrl-C sends, or nearly, unless it has ended; it has to end by it. */
  @Override
  public void close() throws IOException {
    boolean running = process.isAlive();
    process.destroy();
    boolean ended =
        process.onExit().orTimeout(20, TimeUnit.SECONDS).handle((_, late) -> late == null).join();
    process.destroyForcibly();
    String said = complaints();
    Files.delete(complaints);
    assertThat(ended).as("ended when told to; it said %s", said).isTrue();
    if (running) {
      assertThat(process.exitValue()).isEqualTo(ENDED_BY_SIGTERM);
    }
  }
}
