package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said about a command line before anything is fetched. */
class MainTest {
  @TempDir Path temp;

  @Test
  void help_isDataAndComplete() {
    CommandRun fetch = CommandRun.of("fetch", "--help");
    CommandRun crawl = CommandRun.of("crawl", "--help");

    assertThat(CommandRun.of("--help").out())
        .contains("fetch", "crawl", "serve", "load", "--version");
    assertThat(fetch.code()).isZero();
    assertThat(fetch.err()).isEmpty();
    assertThat(fetch.out())
        .contains(
            "-i,", "-o,", "-c,", "--per-host", "--timeout", "--retries", "--sequential", "--json")
        .contains("--user-agent", "--color", "--progress", "-q,", "--debug", "Exit codes");
    assertThat(crawl.out()).contains("--depth", "--max-pages", "--compare", "--demo", "Exit codes");
    assertThat(CommandRun.of("serve", "--help").out())
        .contains(
            "KIND", "DIR", "--host", "--port", "--hubs", "-v,", "-q,", "--debug", "Exit codes");
    assertThat(CommandRun.of("load", "--help").out())
        .contains("TARGET", "-c,", "-d,", "-n,", "-r,", "--warm-up", "--timeout", "--hubs")
        .contains("-X,", "-H,", "--body", "--body-file", "--no-keepalive", "-k,", "--size")
        .contains("--message", "--fail-if", "--i-own-this-host", "--json", "Exit codes");
  }

  @Test
  void version_isOneLine() {
    CommandRun run = CommandRun.of("--version");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).singleElement().asString().startsWith("greenloom ");
  }

  @Test
  void noArguments_showsHelpOnStandardError() {
    CommandRun run = CommandRun.of();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("Usage: greenloom");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "fetch|no URL given",
        "crawl|no URL given",
        "crawl --demo --timeline run.svg|ends neither in .html",
        "crawl --demo --timeline no/such/run.html|no/such is no folder",
        "crawl --demo http://a/|--demo brings its own URL",
        "fetch -c 0 http://a/|'0' is no whole number from 1 upwards",
        "fetch --per-host 0 http://a/|'0' is no whole number from 1 upwards",
        "fetch --retries -1 http://a/|'-1' is no whole number from 0 upwards",
        "fetch --timeout soon http://a/|'soon' is no duration",
        "fetch --progress loud http://a/|--progress",
        "crawl --depth x http://a/|'x' is no whole number",
        "crawl --max-pages 0 http://a/|'0' is no whole number from 1 upwards",
        "fetch ftp://a/x|ftp://a/x: unknown scheme \"ftp\"",
        "fetch http://a/ nonsense|nonsense: it does not start with http",
        "fetch http://a:b/|is no port number",
        "fetch http://|the host is missing",
        "crawl mailto:a@b|unknown scheme \"mailto\"",
        "fetch --unknown http://a/|Unknown option: '--unknown'",
        "fetch --user-agent ä http://a/|cannot stand in a header",
        "serve|what to serve is missing",
        "serve gopher|'gopher' is none of: echo, files; see",
        "fetch --progress bars http://a/|'bars' is none of: auto, bar, plain, none; see",
        "serve echo folder|echo takes no folder, but here is folder",
        "serve echo --port 65536|'65536' is no port from 0 to 65535",
        "serve echo --port x|'x' is no port",
        "load|what to ask is missing",
        "load ftp://a/|ftp://a/: unknown scheme (only http, https and tcp)",
        "load tcp://a|tcp://a: it must be tcp://host:port",
        "load -c 0 http://a/|'0' is no whole number from 1 upwards",
        "load -c 999999999 http://a/|need more open files than",
        "load -d soon http://a/|'soon' is no duration",
        "load -r 0 http://a/|'0' is no rate such as 1000 or 0.5",
        "load -r fast http://a/|'fast' is no rate such as 1000 or 0.5",
        "load --fail-if p99>300 http://a/|'300' is no value of p99, which takes us, ms, s or m",
        "load --fail-if p98>1s http://a/|'p98' is none of p50, p90, p95, p99, p99.9, max, mean,",
        "load -X G@T http://a/|'G@T' is no method; see greenloom load --help",
        "load -H nonsense http://a/|'nonsense' is no header such as 'Name: value'",
        "load -H Connection:close http://a/|the header Connection is set by the program itself",
        "load --size 65537 tcp://127.0.0.1:1|a message has from 1 to 65536 bytes",
        "load --size 5 http://a/|--size means nothing for http",
        "load --size 5 --message x tcp://127.0.0.1:1|--size and --message say two things",
        "load --body x --body-file y http://a/|--body and --body-file say two things",
        "load --body x tcp://127.0.0.1:1|--body means nothing for tcp",
        "load --no-keepalive tcp://127.0.0.1:1|--no-keepalive are for http, not for tcp",
        "load http://192.0.2.1/|192.0.2.1 is no host of this machine or of a private network",
        "serve echo --hubs 0|'0' is no whole number from 1 upwards",
        "run|'run'",
      })
  void misuse_isOneLineAndCode2(String args, String part) {
    CommandRun run = CommandRun.of(args.split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().findFirst())
        .get()
        .asString()
        .startsWith("greenloom: ")
        .contains(part);
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void misspelt_isSuggested() {
    assertThat(CommandRun.of("fetsh").err()).contains("did you mean fetch?");
    assertThat(CommandRun.of("fetch", "--timout", "3").err()).contains("did you mean --timeout?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n  # here\n"})
  void emptyList_isMisuse(String list) {
    CommandRun run = CommandRun.withInput(list, "fetch", "-i", "-");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("holds no URL");
  }

  @Test
  void missingList_isLocal() {
    CommandRun run = CommandRun.of("fetch", "-i", temp.resolve("none").toString());

    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err()).contains("cannot read the list").contains("no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fetch", "crawl"})
  void outputBelowAFile_isLocal(String command) throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");

    CommandRun run =
        CommandRun.of(command, "-o", file.resolve("sub").toString(), "http://127.0.0.1:1/");

    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .contains("cannot write to the folder", "-o");
  }

  @Test
  void folderToServe_missingOrNoFolder_isLocal() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    CommandRun missing = CommandRun.of("serve", "files", temp.resolve("none").toString());
    assertThat(missing.code()).isEqualTo(6);
    assertThat(missing.err())
        .isEqualTo(
            "greenloom: cannot read the folder "
                + temp.resolve("none")
                + ": there is no such file or folder; choose another one\n");
    CommandRun noFolder = CommandRun.of("serve", "files", file.toString());
    assertThat(noFolder.code()).isEqualTo(6);
    assertThat(noFolder.err().lines()).singleElement().asString().contains(": it is no folder;");
  }

  @Test
  void demo_refusesAFolderWithOtherContent() throws IOException {
    Files.writeString(temp.resolve("thesis.txt"), "x");

    CommandRun run = CommandRun.of("crawl", "--demo", "-o", temp.toString());

    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err().lines()).singleElement().asString().contains("holds something else");
    assertThat(temp).isDirectoryContaining("glob:**thesis.txt");
  }

  @Test
  void debug_showsTheStack() {
    assertThat(CommandRun.of("fetch", "--debug", "http://").err()).contains("\tat ");
  }
}
