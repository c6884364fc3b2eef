package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrawlIT {
  @TempDir Path out;
  private TestSite site;

  @BeforeEach
  void open() throws IOException {
    site = new TestSite();
  }

  @AfterEach
  void close() throws IOException {
    site.close();
  }

  private CommandRun crawl(String... more) {
    List<String> args = new ArrayList<>(List.of("crawl", "-o", out.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private Path file(String name) {
    return out.resolve(site.folder()).resolve(name);
  }

  private TestSite chain() {
    return site.page("/", "<a href=1>1</a><img src=root.png>")
        .page("/1", "<a href=2>2</a><img src=one.png>")
        .page("/2", "<a href=3>3</a>")
        .page("/3", "<a href=/>home</a>")
        .file("/root.png", "image/png", "png")
        .file("/one.png", "image/png", "png");
  }

  @Test
  void site_isFetchedOnceBreadthFirst() {
    chain();

    CommandRun run = crawl(site.url("/"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(site.requests())
        .doesNotHaveDuplicates()
        .containsSequence("/robots.txt", "/")
        .endsWith("/3")
        .hasSize(7);
    assertThat(file("index.html")).exists();
    assertThat(file("one.png")).hasContent("png");
    assertThat(run.err()).contains("saved 6 files");
  }

  @Test
  void largePage_isReadToo() {
    site.page("/", "<p>" + "x".repeat(300_000) + "</p><a href=1>1</a>").page("/1", "");

    assertThat(crawl(site.url("/")).code()).isZero();
    assertThat(site.requests()).contains("/1");
  }

  @Test
  void json_hasExactlyTheKeys() {
    chain();

    CommandRun run = crawl("--json", site.url("/"));

    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .matches(
            "\\{\"schema\":1,\"pages\":4,\"images\":2,\"bytes\":\\d+,\"failed\":0,\"sequential_seconds\":null,"
                + "\"concurrent_seconds\":[\\d.]+,\"speedup\":null,\"greenlets_peak\":2,\"threads_peak\":\\d+\\}");
  }

  @Test
  void depth_isKept_withThePicturesOfTheLastPages() {
    chain();

    assertThat(crawl("--depth", "1", site.url("/")).code()).isZero();
    assertThat(site.requests())
        .containsExactlyInAnyOrder("/robots.txt", "/", "/1", "/root.png", "/one.png");
  }

  @Test
  void maxPages_isKept() {
    chain();

    CommandRun run = crawl("--max-pages", "2", site.url("/"));

    assertThat(site.requests()).contains("/1").doesNotContain("/2");
    assertThat(run.err()).contains("there is more beyond");
  }

  @Test
  void robots_isRespected() {
    chain().file("/robots.txt", "text/plain", "User-agent: *\nDisallow: /1\n");

    CommandRun run = crawl(site.url("/"));

    assertThat(run.code()).isZero();
    assertThat(site.requests()).containsExactlyInAnyOrder("/robots.txt", "/", "/root.png");
    assertThat(run.err()).contains("1 link not followed, as robots.txt forbids");
  }

  @Test
  void robots_rulesForUs_beatThoseForAll() {
    chain()
        .file(
            "/robots.txt",
            "text/plain",
            "User-agent: *\nDisallow: /\n\nUser-agent: Greenloom\nDisallow: /2\n");

    assertThat(crawl(site.url("/")).code()).isZero();
    assertThat(site.requests()).contains("/1").doesNotContain("/2");
  }

  @Test
  void robots_forbidsTheStart_code4() {
    chain().file("/robots.txt", "text/plain", "User-agent: *\nDisallow: /\n");

    CommandRun run = crawl(site.url("/"));

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.errLines("greenloom: " + site.url("/")))
        .singleElement()
        .asString()
        .contains("robots.txt forbids it");
  }

  @Test
  void robots_ofAFaultyServer_forbidsAll() {
    chain().status("/robots.txt", "503 Service Unavailable");

    CommandRun run = crawl("--retries", "1", site.url("/"));

    assertThat(run.code()).isEqualTo(4);
    assertThat(site.requests()).containsOnly("/robots.txt");
    assertThat(run.errLines(site.url("/") + ": its robots.txt: 503 Service Unavailable"))
        .hasSize(1);
  }

  @Test
  void robots_missing_isSilent() {
    chain();

    assertThat(crawl(site.url("/")).err()).doesNotContain("robots");
  }

  @Test
  void brokenLinks_code3() {
    site.page("/", "<a href=gone>x</a>");

    CommandRun run = crawl(site.url("/"));

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.errLines(site.url("/gone")))
        .singleElement()
        .asString()
        .contains("404 Not Found");
  }

  @Test
  void unreachable_code4() throws IOException {
    site.close();

    CommandRun run = crawl("--retries", "0", site.url("/"));

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.errLines(site.url("/")))
        .singleElement()
        .asString()
        .contains("connection refused");
  }

  @Test
  void redirects_withinTheSite_areFollowedOnce() {
    site.page("/", "<a href=old>x</a><a href=older>x</a><a href=off>x</a>")
        .redirect("/old", "/new")
        .redirect("/older", "/new")
        .redirect("/off", "http://nowhere.invalid/")
        .page("/new", "<a href=deep>x</a>")
        .page("/deep", "");

    CommandRun run = crawl(site.url("/"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(site.requests()).containsOnlyOnce("/new", "/deep");
    assertThat(run.errLines("redirected to another host, nowhere.invalid")).hasSize(1);
  }

  @Test
  void redirect_whoseTargetFailsAtFirst_isFollowedAgain() {
    site.page("/", "<a href=old>x</a>")
        .redirect("/old", "/new")
        .recovering("/new", 1, "503 Service Unavailable", "");

    CommandRun run = crawl(site.url("/"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("saved 2 files");
  }

  @Test
  void startThatRedirectsInACircle_code4() {
    site.redirect("/", "/a").redirect("/a", "/");

    assertThat(crawl(site.url("/")).code()).isEqualTo(4);
  }

  @Test
  void compare_doesItTwiceAndShowsBoth() {
    chain();

    CommandRun run = crawl("--compare", "--json", site.url("/"));

    assertThat(run.code()).isZero();
    assertThat(site.requests().stream().filter("/3"::equals)).hasSize(2);
    assertThat(run.out()).contains("\"pages\":4,\"images\":2,").doesNotContain("null");
    assertThat(crawl("--compare", site.url("/")).err())
        .contains("one at a time", "concurrently", "speed-up");
  }

  @Test
  void demo_isWholeAndMuchQuicker() {
    Path folder = out.resolve("demo");

    CommandRun run = CommandRun.of("crawl", "--demo", "--json", "-o", folder.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("\"pages\":60,\"images\":40,")
        .contains("\"failed\":0,", "\"greenlets_peak\":86,");
    String speedup = run.out().replaceAll("(?s).*\"speedup\":([\\d.]+).*", "$1");
    assertThat(Double.parseDouble(speedup)).isGreaterThan(5); // 20 and more on a machine of its own
    assertThat(folder.resolve("index.html")).exists();
    assertThat(folder.resolve("pattern-1.png")).exists();
    assertThat(folder.resolve("private")).doesNotExist();
  }

  @Test
  void timeline_ofTheConcurrentPass_isAPageOrATrace() throws IOException {
    chain();
    Path page = out.resolve("run.html");
    Path trace = out.resolve("run.json");

    CommandRun run = crawl("--compare", "--timeline", page.toString(), site.url("/"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).containsOnlyOnce("the timeline is in " + page);
    assertThat(Files.readString(page))
        .contains("<!DOCTYPE html>", "\"hub\":\"main\"", "\"lives\":[{\"id\":", "/one.png");
    assertThat(crawl("--timeline", trace.toString(), site.url("/")).code()).isZero();
    assertThat(Files.readString(trace)).startsWith("{\"displayTimeUnit\":\"ms\"");
  }
}
