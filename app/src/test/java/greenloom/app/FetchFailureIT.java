package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong: one clear line, the right exit code, nothing half-written. */
class FetchFailureIT extends FetchFixture {

  private void assertFails(CommandRun run, String url, String... parts) throws IOException {
    assertThat(run.code()).as(run.err()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines("greenloom: " + url)).singleElement().asString().contains(parts);
    assertThat(run.err())
        .contains("saved 0 files, 0 B")
        .contains("failed 1 (")
        .doesNotContain("\tat ");
    try (Stream<Path> tree = Files.walk(out)) {
      assertThat(tree.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void olderFile_outlivesAFailure() throws IOException {
    site.shortBody("/a");
    Files.createDirectories(file("a").getParent());
    Files.writeString(file("a"), "old");

    assertThat(fetch("--retries", "0", site.url("/a")).code()).isEqualTo(4);
    assertThat(file("a")).hasContent("old");
  }

  @ParameterizedTest
  @CsvSource({
    "404 Not Found, check the address",
    "403 Forbidden, credentials",
    "410 Gone, check the address"
  })
  void refusal_isNotTriedAgain(String status, String advice) throws IOException {
    site.status("/x", status);

    assertFails(fetch(site.url("/x")), site.url("/x"), status, advice);
    assertThat(site.requests()).hasSize(1);
  }

  @Test
  void serverError_isTriedAgain() throws IOException {
    site.status("/x", "500 Internal Server Error");

    assertFails(
        fetch("--retries", "1", site.url("/x")),
        site.url("/x"),
        "500 Internal Server Error",
        "tried 2 times");
    assertThat(site.requests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "429 Too Many Requests",
    "503 Service Unavailable",
    "408 Request Timeout",
    "502 Bad Gateway"
  })
  void serverThatRecovers_isFetched(String status) {
    site.recovering("/x", 2, status, "");

    CommandRun run = fetch(site.url("/x"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(file("x")).hasContent("at last");
  }

  @Test
  void retryAfter_isWaitedFor() {
    site.recovering("/x", 1, "429 Too Many Requests", "Retry-After: 1\r\n");
    long begin = System.nanoTime();

    assertThat(fetch(site.url("/x")).code()).isZero();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(1_000_000_000L);
  }

  @Test
  void retryAfter_tooLong_isNotTriedAgain() throws IOException {
    site.recovering("/x", 1, "503 Service Unavailable", "Retry-After: 3600\r\n");

    assertFails(fetch(site.url("/x")), site.url("/x"), "503", "try again later");
  }

  @Test
  void waitForARetry_holdsNoSlot() {
    site.recovering("/first", 1, "503 Service Unavailable", "Retry-After: 1\r\n")
        .file("/second", "text/plain", "x");

    assertThat(fetch("-c", "1", site.url("/first"), site.url("/second")).code()).isZero();
    assertThat(site.requests()).containsExactly("/first", "/second", "/first");
  }

  @Test
  void shortBody_isAFailure() throws IOException {
    site.shortBody("/x");

    assertFails(
        fetch("--retries", "0", site.url("/x")),
        site.url("/x"),
        "shorter than announced",
        "15 of 1000 bytes");
  }

  @Test
  void truncatedChunks_areAFailure() throws IOException {
    site.on(
        "/x",
        (_, stream) -> {
          stream.write(
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
          return false;
        });

    assertFails(fetch("--retries", "0", site.url("/x")), site.url("/x"), "shorter than announced");
  }

  @Test
  void redirectInACircle_isAFailure() throws IOException {
    site.redirect("/x", "/y").redirect("/y", "/x");

    assertFails(fetch(site.url("/x")), site.url("/x"), "redirected in a circle");
  }

  @Test
  void endlessRedirect_isAFailure() throws IOException {
    for (int i = 0; i < 20; i++) {
      site.redirect("/" + i, "/" + (i + 1));
    }

    assertFails(fetch(site.url("/0")), site.url("/0"), "redirected more than 10 times");
  }

  @Test
  void redirectToOtherScheme_isAFailure() throws IOException {
    site.redirect("/x", "ftp://example.com/");

    assertFails(
        fetch(site.url("/x")), site.url("/x"), "redirected to what is no web address", "ftp");
  }

  @Test
  void refusedConnection_isAFailure() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port + "/x";

    assertFails(
        fetch("--retries", "1", url),
        url,
        "connection refused by 127.0.0.1:" + port,
        "check that a server");
  }

  @Test
  void unknownHost_isAFailure() throws IOException {
    assertFails(
        fetch("http://nowhere.invalid/x"),
        "http://nowhere.invalid/x",
        "cannot resolve host nowhere.invalid");
  }

  @Test
  void notHttp_isAFailure() throws IOException {
    site.on(
        "/x",
        (_, stream) -> {
          stream.write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
          return false;
        });

    assertFails(fetch("--retries", "0", site.url("/x")), site.url("/x"), "no proper HTTP");
  }

  @Test
  void silentServer_runsIntoTheTimeout() throws IOException {
    site.gated("/x", new CountDownLatch(1));

    CommandRun run = fetch("--timeout", "300ms", "--retries", "0", site.url("/x"));

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.errLines(site.url("/x")))
        .singleElement()
        .asString()
        .contains("took longer than 300ms", "--timeout");
  }

  @Test
  void unwritableFile_isLocal() throws IOException {
    site.file("/a/x", "text/plain", "x");
    Files.createDirectories(file("a/x.part/full"));

    CommandRun run = fetch(site.url("/a/x"));

    assertThat(run.code()).isEqualTo(6);
    assertThat(run.errLines(site.url("/a/x")))
        .singleElement()
        .asString()
        .contains("cannot write", "-o");
    Files.delete(file("a/x.part/full"));
    Files.delete(file("a/x.part"));
  }

  @Test
  void timeout_whileWaitingForARetry_endsIt() throws IOException {
    site.recovering("/x", 1, "503 Service Unavailable", "Retry-After: 5\r\n");

    CommandRun run = fetch("--timeout", "200ms", site.url("/x"));

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.errLines(site.url("/x")))
        .singleElement()
        .asString()
        .contains("took longer than 200ms");
  }

  @Test
  void timeInLine_doesNotCount() {
    List<String> args = new ArrayList<>(List.of("-c", "1", "--timeout", "1s"));
    for (int i = 0; i < 14; i++) {
      site.on(
          "/" + i,
          (_, stream) -> {
            LockSupport.parkNanos(100_000_000);
            return TestSite.send(stream, "200 OK", "", "x");
          });
      args.add(site.url("/" + i));
    }

    CommandRun run = fetch(args.toArray(String[]::new));

    assertThat(run.code()).as(run.err()).isZero();
  }
}
