package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FetchIT extends FetchFixture {

  /** One URL that fails lastingly: code 4, one line that names it, no file. */
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
