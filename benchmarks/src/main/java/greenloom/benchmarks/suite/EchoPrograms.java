package greenloom.benchmarks.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The programs beside the JVM, compiled into the target folder when their source is newer. */
final class EchoPrograms {
  /** Where servers run. */
  static final int SERVER_PROCESSOR = 0;

  /** Where load comes from. */
  static final int LOAD_PROCESSOR = 1;

  private final Path rivals;
  private final Path target;

  /** Those of the folder of the benchmarks. */
  EchoPrograms(Path benchmarks) {
    rivals = benchmarks.resolve("rivals");
    target = benchmarks.resolve("target/rivals");
  }

  /** Returns the Python that has gevent, or should. */
  static String python() {
    return System.getenv().getOrDefault("PYTHON", "/usr/bin/python3");
  }

  /** Returns a source, such as {@code gevent/echo.py}. */
  Path source(String name) {
    return rivals.resolve(name);
  }

  /** Returns the program made of a source in C or Go. */
  Path compiled(String name) throws IOException, InterruptedException {
    Path source = source(name);
    Path program = target.resolve(name.replaceFirst("\\.\\w+$", "").replace('/', '-'));
    if (Files.exists(program)
        && Files.getLastModifiedTime(program).compareTo(Files.getLastModifiedTime(source)) >= 0) {
      return program;
    }
    Files.createDirectories(target);
    Path aside = target.resolve(program.getFileName() + ".new");
    List<String> compiler =
        name.endsWith(".go")
            ? List.of("go", "build")
            : List.of("gcc", "-O2", "-Wall", "-Wextra", "-Werror");
    List<String> command = new ArrayList<>(compiler);
    command.addAll(List.of("-o", aside.toString(), source.toString()));
    run(command);
    return Files.move(aside, program, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Returns the first line that a program says; nothing where it is not installed. */
  static Optional<String> answer(String... command) throws InterruptedException {
    try {
      return run(List.of(command)).lines().findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Runs a program to its end and returns what it says, which is the failure if it fails. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(
          said.lines().findFirst().orElse(command.getFirst() + " ended with " + status));
    }
    return said.strip();
  }

  /** Returns a command that keeps to one processor. */
  static List<String> pinned(int processor, List<String> command) {
    List<String> words = new ArrayList<>(List.of("taskset", "-c", Integer.toString(processor)));
    words.addAll(command);
    return words;
  }

  /** Returns the command of the load generator. */
  List<String> load(ServerProcess server, EchoCase what, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(compiled("c/load.c").toString()));
    words.add(Integer.toString(server.port()));
    words.add(Integer.toString(what.connections()));
    words.add(Integer.toString(what.size()));
    words.addAll(List.of(more));
    return pinned(LOAD_PROCESSOR, words);
  }
}
