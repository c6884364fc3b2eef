package greenloom.benchmarks.suite;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, until it is closed. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final Path complaints;
  private final int port;

  private ServerProcess(Process process, Path complaints, int port) {
    this.process = process;
    this.complaints = complaints;
    this.port = port;
  }

  /** Starts it and waits until it says its port. */
  static ServerProcess start(List<String> command) throws IOException {
    Path complaints = Files.createTempFile("server", ".log");
    Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    if (line == null || !line.matches("\\d+")) {
      String why = Files.readString(complaints).lines().findFirst().orElse("it said " + line);
      new ServerProcess(process, complaints, 0).close();
      throw new IOException("does not start: " + why);
    }
    return new ServerProcess(process, complaints, Integer.parseInt(line));
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
