package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, pipes, exit codes. */
@Timeout(60)
class ProcessIT {
  private static final int SIGINT = 2;

  @TempDir Path temp;
  private final CountDownLatch gate = new CountDownLatch(1);
  private TestSite site;

  @BeforeEach
  void open() throws IOException {
    site = new TestSite();
    site.gated("/slow", gate).file("/quick", "text/plain", "x");
  }

  @AfterEach
  void close() throws IOException {
    gate.countDown();
    site.close();
  }

  private Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>(heedingInterrupts());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "greenloom.app.Main"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).directory(temp.toFile()).start();
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

  private void awaitRequest(String path) {
    while (!site.requests().contains(path)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void signal(Process process, String name)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits until the program has noticed its signal, which it says. */
  private static void awaitStopping(Process process) throws IOException {
    StringBuilder said = new StringBuilder();
    while (said.indexOf("stopping") < 0) {
      int c = process.getErrorStream().read();
      assertThat(c).as("ended after saying: %s", said).isNotNegative();
      said.append((char) c);
    }
  }

  private static String err(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void firstInterrupt_finishesWhatIsInFlight() throws Exception {
    Process process = start("fetch", "-c", "1", site.url("/slow"), site.url("/quick"));
    awaitRequest("/slow");
    signal(process, "INT");
    awaitStopping(process);
    gate.countDown();

    assertThat(err(process)).contains("saved 1 file,", "left alone 1");
    assertThat(process.waitFor()).isEqualTo(130);
    assertThat(temp.resolve(site.folder()).resolve("slow")).hasContent("waited");
    assertThat(site.requests()).doesNotContain("/quick");
  }

  @Test
  void secondInterrupt_stopsAtOnce() throws Exception {
    Process process = start("fetch", site.url("/slow"));
    awaitRequest("/slow");
    signal(process, "INT");
    awaitStopping(process);
    signal(process, "INT");

    assertThat(process.waitFor()).isEqualTo(130);
  }

  @Test
  void terminate_endsWithItsOwnCode() throws Exception {
    Process process = start("fetch", site.url("/slow"));
    awaitRequest("/slow");
    signal(process, "TERM");
    awaitStopping(process);
    gate.countDown();

    assertThat(process.waitFor()).isEqualTo(143);
  }

  @Test
  void closedPipe_endsWith141() throws Exception {
    Process process = start("fetch", "--json", site.url("/slow"));
    process.getInputStream().close();
    awaitRequest("/slow");
    gate.countDown();

    assertThat(process.waitFor()).isEqualTo(141);
  }

  @Test
  void exitCode_passesThrough() throws Exception {
    Process process = start("fetch", "ftp://a/");

    assertThat(err(process)).startsWith("greenloom: ftp://a/: unknown scheme");
    assertThat(process.waitFor()).isEqualTo(2);
  }
}
