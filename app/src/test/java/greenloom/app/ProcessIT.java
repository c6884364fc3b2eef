package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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

  private Program start(String... args) throws IOException {
    return Program.start(temp, args);
  }

  private void awaitRequest(String path) {
    while (!site.requests().contains(path)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void firstInterrupt_finishesWhatIsInFlight() throws Exception {
    Program program = start("fetch", "-c", "1", site.url("/slow"), site.url("/quick"));
    awaitRequest("/slow");
    program.signal("INT");
    program.awaitLine("stopping");
    gate.countDown();

    assertThat(program.err()).contains("saved 1 file,", "left alone 1");
    assertThat(program.exitCode()).isEqualTo(130);
    assertThat(temp.resolve(site.folder()).resolve("slow")).hasContent("waited");
    assertThat(site.requests()).doesNotContain("/quick");
  }

  @Test
  void secondInterrupt_stopsAtOnce() throws Exception {
    Program program = start("fetch", site.url("/slow"));
    awaitRequest("/slow");
    program.signal("INT");
    program.awaitLine("stopping");
    program.signal("INT");

    assertThat(program.exitCode()).isEqualTo(130);
  }

  @Test
  void terminate_endsWithItsOwnCode() throws Exception {
    Program program = start("fetch", site.url("/slow"));
    awaitRequest("/slow");
    program.signal("TERM");
    program.awaitLine("stopping");
    gate.countDown();

    assertThat(program.exitCode()).isEqualTo(143);
  }

  @Test
  void closedPipe_endsWith141() throws Exception {
    Program program = start("fetch", "--json", site.url("/slow"));
    program.process().getInputStream().close();
    awaitRequest("/slow");
    gate.countDown();

    assertThat(program.exitCode()).isEqualTo(141);
  }

  @Test
  void exitCode_passesThrough() throws Exception {
    Program program = start("fetch", "ftp://a/");

    assertThat(program.err()).startsWith("greenloom: ftp://a/: unknown scheme");
    assertThat(program.exitCode()).isEqualTo(2);
  }
}
