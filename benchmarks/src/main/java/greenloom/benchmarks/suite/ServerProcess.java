package greenloom.benchmarks.suite;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, on one processor, until it is closed. */
final class EchoServer implements AutoCloseable {
  private final Process process;
  private final Path complaints;
  private final int port;

  private EchoServer(Process process, Path complaints, int port) {
    this.process = process;
    this.complaints = complaints;
    this.port = port;
  }

  /** Starts it and waits until it says its port. */
  static EchoServer start(List<String> command) throws IOException {
    Path complaints = Files.createTempFile("echo", ".log");
    Process process =
        new ProcessBuilder(EchoPrograms.pinned(EchoPrograms.SERVER_PROCESSOR, command))
            .redirectError(complaints.toFile())
            .start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    if (line == null || !line.matches("\\d+")) {
      String why = Files.readString(complaints).lines().findFirst().orElse("it said " + line);
      new EchoServer(process, complaints, 0).close();
      throw new IOException("does not start: " + why);
    }
    return new EchoServer(process, complaints, Integer.parseInt(line));
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** Kills it. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.delete(complaints);
  }
}
