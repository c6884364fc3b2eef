package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A client or a server of another make: a script of Python, in a process of its own. */
final class Python implements AutoCloseable {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String HEAD =
      """
      import os, socket, struct, sys, threading
      at = ("127.0.0.1", int(sys.argv[1]))

      def connect():
          s = socket.create_connection(at)
          s.settimeout(30)
          return s

      def all(s):
          got = b""
          while True:
              part = s.recv(65536)
              if not part:
                  return got
              got += part

      def reset(s):
          s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
          s.close()

      """;

  private final Process process;
  private final BufferedReader out;

  private Python(Process process) {
    this.process = process;
    this.out = process.inputReader();
  }

  /** Starts a script that knows {@code port}. */
  static Python start(int port, String script) throws IOException {
    boolean here = Files.isExecutable(Path.of(PYTHON));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(here).as("python is installed").isTrue();
    }
    assumeTrue(here, "SKIPPED: install python3");
    return new Python(
        new ProcessBuilder(PYTHON, "-u", "-c", HEAD + script, Integer.toString(port))
            .redirectErrorStream(true)
            .start());
  }

  /** Runs a script that knows {@code port}, to its end; returns what it prints. */
  static List<String> run(int port, String script) throws Exception {
    try (Python python = start(port, script)) {
      List<String> lines = python.out.lines().toList();
      assertThat(python.process.waitFor()).as("exit code; it said %s", lines).isZero();
      return lines;
    }
  }

  /** Returns the next line that it prints. */
  String line() throws IOException {
    String line = out.readLine();
    assertThat(line).as("a line of Python").isNotNull();
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
