package greenloom.app.serve;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import greenloom.Greenloom;
import greenloom.hub.Hubs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server of files, and curl at the other end. */
@Timeout(60)
class FileServerIT {
  private static final String SECRET = "the secret outside";

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    folder = Files.createDirectory(temp.toRealPath().resolve("site"));
    Files.writeString(folder.resolve("a.txt"), "0123456789");
    Files.writeString(temp.resolve("secret.txt"), SECRET);
    Files.createDirectory(temp.resolve("site-beside"));
    Files.writeString(temp.resolve("site-beside/secret.txt"), SECRET);
  }

  private interface Asking<T> {
    T to(String url) throws IOException;
  }

  private <T> T serving(Asking<T> ask) {
    try (Hubs hubs = Hubs.start(1)) {
      return Greenloom.call(() -> {
        FileServer server = new FileServer(folder, new AccessLog(null));
        var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int port = server.start(at, hubs).getPort();
        try {
          return ask.to("http://127.0.0.1:" + port);
        } finally {
          server.finish(Duration.ofSeconds(5));
        }
      });
    }
  }

  /** Asks with curl's {@code arguments}, in which {@code URL} stands for the server. */
  private Curl ask(String... arguments) {
    return serving(url ->
        Curl.of(Stream.of(arguments).map(a -> a.replace("URL", url)).toArray(String[]::new)));
  }

  // --- files ---

  @Test
  void file_isSentWhole_withItsTypeAndVersion() throws IOException {
    Curl answer = ask("URL/a.txt");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("0123456789");
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
    assertThat(answer.header("Content-Length")).isEqualTo("10");
    assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(answer.header("ETag")).matches("\"[0-9a-f]+\\.a\"");
    assertThat(answer.header("Last-Modified")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "page.html,text/html", "style.css,text/css", "code.js,text/javascript",
    "data.json,application/json", "p.png,image/png", "p.svg,image/svg+xml",
    "d.pdf,application/pdf", "x.unknown,''", "a.tar.gz,application/gzip"
  })
  void type_followsTheName(String name, String type) throws IOException {
    Files.writeString(folder.resolve(name), "x");
    assertThat(ask("URL/" + name).header("Content-Type")).startsWith(type);
  }

  @Test
  void names_withSpacesAndOtherScripts_areFound() throws IOException {
    Files.writeString(folder.resolve("\u00e4 b%20&+.txt"), "found");
    Files.writeString(folder.resolve("a;b?c#d.txt"), "found");
    Files.writeString(folder.resolve(".hidden"), "found");
    assertThat(ask("URL/%C3%A4%20b%2520&+.txt").body()).isEqualTo("found");
    assertThat(ask("URL/a%3bb%3fc%23d.txt").body()).isEqualTo("found");
    assertThat(ask("URL/a.txt?version=1").body()).isEqualTo("0123456789");
    assertThat(ask("URL/.hidden").body()).isEqualTo("found");
  }

  @Test
  void emptyFile_isSent() throws IOException {
    Files.writeString(folder.resolve("empty"), "");
    Curl answer = ask("URL/empty");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("0");
    assertThat(answer.exit()).isZero();
  }

  @Test
  void head_hasNoBody_evenOfMuch() throws IOException {
    try (var big = Files.newByteChannel(folder.resolve("big"), CREATE, WRITE)) {
      big.position(1L << 36).write(ByteBuffer.allocate(1));
    }
    Curl answer = ask("--head", "URL/big");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo(Long.toString((1L << 36) + 1));
    assertThat(ask("--head", "-r", "1-2", "URL/a.txt").header("Content-Length")).isEqualTo("10");
    assertThat(ask("--head", "URL/").status()).isEqualTo(200);
  }

  // --- parts ---

  @ParameterizedTest
  @CsvSource({
    "0-0,0,bytes 0-0/10", "2-4,234,bytes 2-4/10", "7-,789,bytes 7-9/10",
    "-3,789,bytes 7-9/10", "8-99,89,bytes 8-9/10", "-99,0123456789,bytes 0-9/10"
  })
  void range_isSent(String range, String body, String contentRange) throws IOException {
    Curl answer = ask("-r", range, "URL/a.txt");
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
    assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(body.length()));
  }

  @Test
  void range_behindTheEnd_is416() throws IOException {
    Curl answer = ask("-r", "10-", "URL/a.txt");
    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.header("Content-Range")).isEqualTo("bytes */10");
  }

  @Test
  void ranges_several_getTheWhole() throws IOException {
    Curl answer = ask("-r", "0-1,4-5", "URL/a.txt");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("0123456789");
  }

  /** RFC 9110, 14.2: a unit that a server does not understand means nothing to it. */
  @ParameterizedTest
  @ValueSource(strings = {"lines=1-2", "BYTES=1-2"})
  void range_inAnotherUnit_getsTheWhole(String range) throws IOException {
    Curl answer = ask("-H", "Range: " + range, "URL/a.txt");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("0123456789");
  }

  @Test
  void brokenDownload_isResumed() throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Files.write(folder.resolve("big"), bytes);
    Path part = temp.resolve("part");
    Files.write(part, Arrays.copyOf(bytes, 1_234_567));
    byte[] status =
        serving(url ->
            Curl.bytes("-C", "-", "-o", part.toString(), "-w", "%{http_code}", url + "/big"));
    assertThat(new String(status, StandardCharsets.UTF_8)).isEqualTo("206");
    assertThat(Files.mismatch(part, folder.resolve("big"))).isEqualTo(-1);
  }

  @Test
  void ifRange_sameVersion_getsThePart_anotherTheWhole() throws IOException {
    Curl whole = ask("URL/a.txt");
    for (String version : List.of(whole.header("ETag"), whole.header("Last-Modified"))) {
      assertThat(ask("-r", "1-2", "-H", "If-Range: " + version, "URL/a.txt").status())
          .isEqualTo(206);
    }
    for (String version :
        List.of("\"x.1\"", "W/" + whole.header("ETag"), "Sat, 21 Nov 2020 16:19:13 GMT")) {
      Curl answer = ask("-r", "1-2", "-H", "If-Range: " + version, "URL/a.txt");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("0123456789");
    }
  }

  // --- versions ---

  @Test
  void conditions_ofTheSameVersion_get304_ofAnother200() throws IOException {
    Curl whole = ask("URL/a.txt");
    String tag = whole.header("ETag");
    Curl same = ask("-H", "If-None-Match: " + tag, "URL/a.txt");
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(ask("-H", "If-None-Match: \"y\", " + tag, "URL/a.txt").status()).isEqualTo(304);
    assertThat(
            ask("-H", "If-Modified-Since: " + whole.header("Last-Modified"), "URL/a.txt").status())
        .isEqualTo(304);
    assertThat(ask("-H", "If-Match: \"y\"", "URL/a.txt").status()).isEqualTo(412);

    Files.writeString(folder.resolve("a.txt"), "abcdefghij");
    Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(Instant.now().plusSeconds(2)));
    Curl changed = ask("-H", "If-None-Match: " + tag, "URL/a.txt");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body()).isEqualTo("abcdefghij");
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
  }

  // --- what is refused ---

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO"})
  void otherMethods_are405(String method) throws IOException {
    Curl answer = ask("-X", method, "URL/a.txt");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void missing_is404_andWhatWasAskedForIsEscaped() throws IOException {
    Curl answer = ask("URL/%3Cscript%3Ealert(1)%3C/script%3E");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("404 Not Found").doesNotContain("<script");
    assertThat(ask("URL/a.txt/").header("Location")).isEqualTo("/a.txt");
    assertThat(ask("URL/a.txt/b").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/..",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/..%c0%afsecret.txt",
        "/%252e%252e/secret.txt",
        "/..;/secret.txt",
        "/sub/../../secret.txt",
        "/./../secret.txt",
        "/../site-beside/secret.txt",
        "//secret.txt",
        "/%2Fetc%2Fpasswd",
        "/%00/../secret.txt",
        "/a.txt%00",
        "/link.txt",
        "/linked/secret.txt",
        "/linked/",
        "/linked",
        "/chain/secret.txt",
        "/loop"
      })
  void waysOut_leadNowhere(String path) throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("link.txt"), temp.resolve("secret.txt"));
    Files.createSymbolicLink(folder.resolve("linked"), temp.resolve("site-beside"));
    Files.createSymbolicLink(folder.resolve("chain"), Path.of("linked"));
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    Curl answer = ask("URL" + path);
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.body()).doesNotContain(SECRET).doesNotContain("root:");
  }

  @Test
  void linksInside_areFollowed() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("sub/b.txt"), "inside");
    Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("sub/b.txt"));
    Files.createSymbolicLink(folder.resolve("linked"), Path.of("sub"));
    assertThat(ask("URL/link.txt").body()).isEqualTo("inside");
    assertThat(ask("URL/linked/b.txt").body()).isEqualTo("inside");
  }

  @Test
  void unreadable_is403() throws IOException {
    Path closed = Files.writeString(folder.resolve("closed.txt"), SECRET);
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(closed), "SKIPPED: root may read everything");
    Curl answer = ask("URL/closed.txt");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).doesNotContain(SECRET);
  }

  // --- folders ---

  @Test
  void folder_isListed_withItsNamesEscaped() throws IOException {
    Path sub = Files.createDirectory(folder.resolve("sub"));
    Files.writeString(sub.resolve("<b>&\"\u00e9.txt"), "x");
    Files.createDirectory(sub.resolve("deeper"));
    Curl answer = ask("URL/sub/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(answer.body())
        .contains("&lt;b&gt;&amp;&quot;\u00e9.txt", "%3Cb%3E", "deeper/")
        .doesNotContain("<b>");
    Curl redirect = ask("URL/sub");
    assertThat(redirect.status()).isEqualTo(302);
    assertThat(redirect.header("Location")).isEqualTo("/sub/");
    assertThat(ask("URL/").body()).contains("a.txt", "sub/").doesNotContain(temp.toString());
  }

  @Test
  void listing_leadsToEachFile() throws IOException {
    List<String> names =
        List.of("a b", "100%", "%41", "a;b", "a?b#c", "<&\">", "\u00e4\u65e5", "+~'()");
    Files.delete(folder.resolve("a.txt"));
    for (String name : names) {
      Files.writeString(folder.resolve(name), name);
    }
    List<String> found = new ArrayList<>();
    Matcher link =
        Pattern.compile("class=\"name\"><a href=\"(/[^\"]+)\"").matcher(ask("URL/").body());
    while (link.find()) {
      found.add(ask("URL" + link.group(1).replace("&amp;", "&")).body());
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void pipe_isNotWaitedFor() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor())
        .isZero();
    assertThat(ask("URL/pipe").status()).isEqualTo(403);
  }

  @Test
  void folder_withAnIndex_showsThat() throws IOException {
    Files.writeString(folder.resolve("index.html"), "<h1>welcome</h1>");
    assertThat(ask("URL/").body()).isEqualTo("<h1>welcome</h1>");
  }
}
