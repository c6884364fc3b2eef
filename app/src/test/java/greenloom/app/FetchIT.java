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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchIT {
  @TempDir Path temp;
  private Path out;
  private TestSite site;

  @BeforeEach
  void open() throws IOException {
    out = temp.resolve("out");
    site = new TestSite();
  }

  @AfterEach
  void nothingHalfWritten() throws IOException {
    site.close();
    if (Files.exists(out)) {
      try (Stream<Path> tree = Files.walk(out)) {
        assertThat(tree).noneMatch(f -> f.toString().endsWith(".part"));
      }
    }
  }

  private CommandRun fetch(String... more) {
    return fetchList("", more);
  }

  private CommandRun fetchList(String list, String... more) {
    List<String> args = new ArrayList<>(List.of("fetch", "-o", out.toString()));
    args.addAll(List.of(more));
    return CommandRun.withInput(list, args.toArray(String[]::new));
  }

  private Path file(String name) {
    return out.resolve(site.folder()).resolve(name);
  }

  /** One URL that fails lastingly: code 4, one line that names it, no file. */
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
  void files_areSavedUnderHostAndPath() {
    site.file("/a/b.txt", "text/plain", "one")
        .page("/", "two")
        .file("/c?x=1", "text/plain", "three");

    CommandRun run = fetch(site.url("/a/b.txt"), site.url("/"), site.url("/c?x=1"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(file("a/b.txt")).hasContent("one");
    assertThat(file("index.html")).hasContent("two");
    assertThat(file("c@x=1")).hasContent("three");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("saved 3 files, 11 B, in ").doesNotContain("failed");
  }

  @Test
  void sameUrlTwice_isFetchedOnce() {
    site.file("/a", "text/plain", "one");

    assertThat(fetch(site.url("/a"), site.url("/./a#x")).code()).isZero();
    assertThat(site.requests()).containsExactly("/a");
  }

  @Test
  void olderFile_isReplaced() throws IOException {
    site.file("/a", "text/plain", "new");
    Files.createDirectories(file("a").getParent());
    Files.writeString(file("a"), "old and longer");

    assertThat(fetch(site.url("/a")).code()).isZero();
    assertThat(file("a")).hasContent("new");
  }

  @Test
  void olderFile_outlivesAFailure() throws IOException {
    site.shortBody("/a");
    Files.createDirectories(file("a").getParent());
    Files.writeString(file("a"), "old");

    assertThat(fetch("--retries", "0", site.url("/a")).code()).isEqualTo(4);
    assertThat(file("a")).hasContent("old");
  }

  @Test
  void redirect_isFollowedAndSavedUnderTheOldName() {
    site.redirect("/old", "/new?x=1").file("/new?x=1", "text/plain", "moved");

    assertThat(fetch(site.url("/old")).code()).isZero();
    assertThat(file("old")).hasContent("moved");
  }

  @Test
  void gzip_isUnpacked() {
    site.on(
        "/z",
        (head, stream) -> {
          assertThat(head).anyMatch(h -> h.equalsIgnoreCase("Accept-Encoding: gzip"));
          var bytes = new java.io.ByteArrayOutputStream();
          try (var gzip = new java.util.zip.GZIPOutputStream(bytes)) {
            gzip.write("packed".getBytes(StandardCharsets.US_ASCII));
          }
          stream.write(
              ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                      + bytes.size()
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
          bytes.writeTo(stream);
          return true;
        });

    assertThat(fetch(site.url("/z")).code()).isZero();
    assertThat(file("z")).hasContent("packed");
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
  void someFail_code3_andTheOthersAreThere() {
    site.file("/good", "text/plain", "x");

    CommandRun run = fetch(site.url("/good"), site.url("/bad"));

    assertThat(run.code()).isEqualTo(3);
    assertThat(file("good")).hasContent("x");
    assertThat(run.err()).contains("saved 1 file,").contains("failed 1 (404 Not Found)");
  }

  @Test
  void badLinesInAList_areFailedItems() {
    site.file("/good", "text/plain", "x");

    CommandRun run = fetchList("ftp://a/\nnonsense\n" + site.url("/good") + "\n", "-i", "-");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.errLines("ftp://a/: unknown scheme")).hasSize(1);
    assertThat(run.errLines("nonsense: malformed URL")).hasSize(1);
    assertThat(fetchList("nonsense\n", "-i", "-").code()).isEqualTo(4);
  }

  @Test
  void list_comesFromAFileToo() throws IOException {
    site.file("/one", "text/plain", "1").file("/two", "text/plain", "2");
    Path list =
        Files.writeString(
            temp.resolve("list"), "# urls\n" + site.url("/one") + "\n\n" + site.url("/two"));

    assertThat(fetch("-i", list.toString()).code()).isZero();
    assertThat(file("two")).hasContent("2");
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
  void limits_areKept() {
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      site.on(
          "/" + i,
          (_, stream) -> {
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            return TestSite.send(stream, "200 OK", "", "x");
          });
      urls.add(site.url("/" + i));
    }

    assertThat(fetch(urls.toArray(String[]::new)).code()).isZero();
    assertThat(site.openPeak()).isLessThanOrEqualTo(6);
  }

  @Test
  void allSlots_areUsed() {
    CountDownLatch gate = new CountDownLatch(8);
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      site.on(
          "/" + i,
          (_, stream) -> {
            gate.countDown();
            try {
              gate.await();
            } catch (InterruptedException e) {
              return false;
            }
            return TestSite.send(stream, "200 OK", "", "x");
          });
      urls.add(site.url("/" + i));
    }
    urls.addAll(List.of("--per-host", "8"));

    assertThat(fetch(urls.toArray(String[]::new)).code()).isZero();
    assertThat(site.openPeak()).isEqualTo(8);
  }

  @Test
  void sequential_isOneAtATimeInOrder() {
    site.file("/1", "text/plain", "x").file("/2", "text/plain", "x").file("/3", "text/plain", "x");

    assertThat(fetch("--sequential", site.url("/3"), site.url("/1"), site.url("/2")).code())
        .isZero();
    assertThat(site.requests()).containsExactly("/3", "/1", "/2");
    assertThat(site.openPeak()).isEqualTo(1);
  }

  @Test
  void json_isOneObjectOnStandardOutput() {
    site.file("/good", "text/plain", "four");

    CommandRun run = fetch("--json", site.url("/good"), site.url("/bad"));

    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .startsWith("{\"schema\":1,\"files\":1,\"bytes\":4,\"failed\":1,\"skipped\":0,\"seconds\":")
        .contains("\"greenlets_peak\":2,\"threads_peak\":")
        .endsWith(
            "\"failures\":[{\"url\":\"" + site.url("/bad") + "\",\"reason\":\"404 Not Found\"}]}");
  }

  @Test
  void quiet_onlyFailures() {
    site.file("/good", "text/plain", "x");

    assertThat(fetch("-q", site.url("/good")).err()).isEmpty();
    assertThat(fetch("-q", site.url("/bad")).err().lines()).hasSize(1);
  }

  @Test
  void userAgent_isHonestOrAsTold() {
    List<String> agents = new ArrayList<>();
    site.on(
        "/x",
        (head, stream) -> {
          agents.addAll(head.stream().filter(h -> h.startsWith("User-Agent: ")).toList());
          return TestSite.send(stream, "200 OK", "", "");
        });
    fetch(site.url("/x"));
    fetch("--user-agent", "tester", site.url("/x"));

    assertThat(agents.get(0)).startsWith("User-Agent: greenloom/");
    assertThat(agents.get(1)).isEqualTo("User-Agent: tester");
  }

  @Test
  void bar_isDrawnWhenWanted() {
    site.file("/x", "text/plain", "x");

    assertThat(fetch("--progress", "bar", "--color", "always", site.url("/x")).err())
        .contains("\r\u001b[K[");
  }
}
