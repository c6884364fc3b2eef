package greenloom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients of another make, in processes of their own. */
final class Client {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final String PYTHON = "/usr/bin/python3";

  private Client() {}

  /** Runs a script of Python that finds {@code server} at {@code at}; returns what it prints. */
  static String python(Server server, String script) throws IOException {
    String head =
        """
        import os, socket, ssl, struct, sys, threading, time
        at = ("127.0.0.1", int(sys.argv[1]))

        def connect():
            s = socket.create_connection(at)
            s.settimeout(30)
            return s

        def all(s):
            got = b""
            while True:
                part = s.recv(65536)
                if not part:
                    return got
                got += part

        def reset(s):
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            s.close()

        """;
    return run("", PYTHON, "-c", head + script, Integer.toString(server.address().getPort()));
  }

  /** Runs a program with {@code input} and returns what it prints; it has to succeed. */
  static String run(String input, String... command) throws IOException {
    assumeHere(command[0]);
    List<String> all = new ArrayList<>(List.of(command));
    Subprocess.Output output =
        Subprocess.start(new ProcessBuilder(all))
            .communicate(LONG, input.getBytes(StandardCharsets.UTF_8));
    assertThat(output.exit()).as("%s%s", output.text(), output.errorText()).isZero();
    return output.text();
  }

  /** What can be installed has to be there where everything is tested. */
  private static void assumeHere(String program) {
    boolean here =
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
    if ("true".equals(System.getenv("CI"))) {
      assertThat(here).as("%s is here", program).isTrue();
    }
    assumeTrue(here, "SKIPPED: there is no " + program);
  }
}
