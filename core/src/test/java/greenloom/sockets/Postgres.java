package greenloom.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server with an empty database, on loopback. */
final class Postgres {
  private static final Path ALL = Path.of("/usr/lib/postgresql"); // where Debian keeps them

  private final Path folder;
  private final int port;
  private final Process server;

  private Postgres(Path folder, int port, Process server) {
    this.folder = folder;
    this.port = port;
    this.server = server;
  }

  static Postgres start() throws Exception {
    Path programs = programs();
    Path folder = Files.createTempDirectory("greenloom-postgres");
    if (root()) {
      run("chown", "postgres", folder.toString());
    }
    run(asUser(programs.resolve("initdb"), "-D", folder, "-U", "test", "-A", "trust", "-N"));
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, Sockets.HERE)) {
      port = free.getLocalPort();
    }
    Process server =
        new ProcessBuilder(
                asUser(
                    programs.resolve("postgres"),
                    "-D",
                    folder,
                    "-F",
                    "-p",
                    port,
                    "-h",
                    "127.0.0.1",
                    "-k",
                    ""))
            .redirectErrorStream(true)
            .start();
    Postgres made = new Postgres(folder, port, server);
    made.awaitReady();
    return made;
  }

  /** What can be installed has to be there where everything is tested. */
  private static Path programs() throws IOException {
    Path found = null;
    if (Files.isDirectory(ALL)) {
      try (Stream<Path> versions = Files.list(ALL)) {
        found =
            versions
                .map(v -> v.resolve("bin"))
                .filter(b -> Files.isExecutable(b.resolve("initdb")))
                .findAny()
                .orElse(null);
      }
    }
    if ("true".equals(System.getenv("CI"))) {
      assertThat(found).as("PostgreSQL is here").isNotNull();
    }
    assumeTrue(found != null, "SKIPPED: there is no PostgreSQL");
    return found;
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** The server refuses to be root. */
  private static String[] asUser(Object... command) {
    List<String> all = new ArrayList<>();
    if (root()) {
      all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    Stream.of(command).map(Object::toString).forEach(all::add);
    return all.toArray(String[]::new);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(p.waitFor()).as(said).isZero();
  }

  private void awaitReady() throws IOException {
    BufferedReader log =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      said.append(line).append('\n');
      if (line.contains("ready to accept connections")) {
        Thread.ofPlatform().daemon().start(() -> log.lines().forEach(_ -> {}));
        return;
      }
    }
    throw new IOException(said.toString());
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=test&sslmode=disable");
  }

  void stop() throws Exception {
    server.toHandle().destroy();
    if (!server.waitFor(10, TimeUnit.SECONDS)) {
      server.destroyForcibly().waitFor();
    }
    run("rm", "-rf", folder.toString());
  }
}
