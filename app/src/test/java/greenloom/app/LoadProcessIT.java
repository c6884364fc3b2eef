package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code greenloom load} in a process of its own: signals, and a server that is another program.
 */
@Timeout(60)
class LoadProcessIT {
  @TempDir Path temp;

  private static void await(LoadServer server, int requests, Program program) {
    while (server.requests() < requests) {
      assertThat(program.process().isAlive()).as("it asks").isTrue();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static String out(Program program) throws IOException {
    return new String(program.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void interrupt_endsItEarly_andSumsUp() throws Exception {
    try (LoadServer server = LoadServer.answering((_, out) -> LoadServer.ok(out));
        Program program = Program.start(temp, "load", "-d", "1h", "--json", server.http())) {
      await(server, 100, program);
      program.signal("INT");
      assertThat(program.awaitLine("stopping"))
          .isEqualTo("greenloom: stopping: what has begun may finish; once more to stop at once");
      Json json = Json.of(out(program));
      assertThat(program.exitCode()).isEqualTo(130);
      assertThat(json.number("requests")).isGreaterThanOrEqualTo(100);
      assertThat(json.number("requests_per_second")).isPositive();
      assertThat(json.number("exit_code")).isEqualTo(130);
    }
  }

  @Test
  void interrupt_atARate_endsItEarly() throws Exception {
    try (LoadServer server = LoadServer.answering((_, out) -> LoadServer.ok(out));
        Program program =
            Program.start(temp, "load", "-d", "1h", "-r", "200", "--json", server.http())) {
      await(server, 20, program);
      program.signal("TERM");
      Json json = Json.of(out(program));
      assertThat(program.exitCode()).isEqualTo(143);
      assertThat(json.number("requests")).isBetween(20.0, 10_000.0);
    }
  }

  @Test
  void interrupt_cutsOffWhatDoesNotFinish() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (LoadServer server =
            LoadServer.answering((_, _) -> {
              never.await();
              return false;
            });
        Program program = Program.start(temp, "load", "-c", "3", "--json", server.http())) {
      await(server, 3, program);
      program.signal("INT");
      Json json = Json.of(out(program));
      assertThat(program.exitCode()).isEqualTo(130);
      assertThat(json.number("requests")).isZero();
    }
  }

  @Test
  void secondInterrupt_stopsAtOnce() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (LoadServer server =
            LoadServer.answering((_, _) -> {
              never.await();
              return false;
            });
        Program program = Program.start(temp, "load", "-c", "3", server.http())) {
      await(server, 3, program);
      program.signal("INT");
      program.awaitLine("stopping");
      program.signal("INT");
      assertThat(program.exitCode()).isEqualTo(130);
      assertThat(out(program)).isEmpty();
    }
  }

  /** It talks HTTP/1.0, so each answer ends with its connection. */
  @Test
  void pythonsHttpServer_isServed() throws Exception {
    Process python = python();
    try {
      String line = python.inputReader().readLine(); // Serving HTTP on 127.0.0.1 port 34567 ...
      assertThat(line).startsWith("Serving HTTP");
      String port = line.replaceAll(".* port (\\d+) .*", "$1");
      Files.writeString(temp.resolve("page.html"), "<p>hello");
      CommandRun run =
          CommandRun.of(
              "load", "-n", "200", "-c", "10", "--json", "http://127.0.0.1:" + port + "/page.html");
      assertThat(run.code()).as(run.out() + run.err()).isZero();
      Json json = Json.of(run.out());
      assertThat(json.number("statuses.200")).isEqualTo(200);
      assertThat(json.number("connections_opened")).isBetween(200.0, 210.0);

      CommandRun missing =
          CommandRun.of("load", "-n", "20", "--json", "http://127.0.0.1:" + port + "/none");
      assertThat(missing.code()).isEqualTo(4);
      assertThat(Json.of(missing.out()).number("statuses.404")).isEqualTo(20);
    } finally {
      python.destroyForcibly();
    }
  }

  private Process python() throws IOException {
    try {
      return new ProcessBuilder("python3", "-u", "-m", "http.server", "--bind", "127.0.0.1", "0")
          .directory(temp.toFile())
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      assumeTrue("true".equals(System.getenv("CI")), "SKIPPED: there is no python3");
      throw e;
    }
  }
}
