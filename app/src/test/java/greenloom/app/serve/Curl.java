package greenloom.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.net.Subprocess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What curl has got: the head of the last answer, its body, and curl's own exit code. */
public record Curl(int exit, String head, String body) {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final String END = "\r\n\r\n";

  /** Runs curl with the answer's head before its body. */
  public static Curl of(String... arguments) throws IOException {
    Subprocess.Output output = run("-i", arguments);
    String text = new String(output.out(), StandardCharsets.UTF_8);
    int body = text.indexOf(END) + END.length();
    return text.startsWith("HTTP/")
        ? new Curl(output.exit(), text.substring(0, body), text.substring(body))
        : new Curl(output.exit(), "", text);
  }

  /** Runs curl and returns the bytes of the body. */
  public static byte[] bytes(String... arguments) throws IOException {
    return run("--fail", arguments).out();
  }

  private static Subprocess.Output run(String first, String... arguments) throws IOException {
    assumeHere();
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--path-as-is", first));
    command.addAll(List.of(arguments));
    return Subprocess.start(new ProcessBuilder(command)).communicate(LONG);
  }

  /** It can be installed, so it has to be there where everything is tested. */
  private static void assumeHere() {
    boolean here =
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(here).as("curl is here").isTrue();
    }
    assumeTrue(here, "SKIPPED: there is no curl");
  }

  /** The status of the answer. */
  int status() {
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  /** The value of a header; empty if it is not there. */
  String header(String name) {
    return head.lines()
        .filter(
            line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
