package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code greenloom load} over TLS, with a certificate that nobody knows. */
@Timeout(60)
class LoadTlsIT {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path temp;
  private HttpsServer server;

  @BeforeEach
  void open() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setHttpsConfigurator(new HttpsConfigurator(context(temp.resolve("keys.p12"))));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(StandardCharsets.US_ASCII));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private static SSLContext context(Path store) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=elsewhere.test",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    return context;
  }

  private String url(String scheme) {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Test
  void unknownCertificate_isRefused() {
    CommandRun run = CommandRun.of("load", "-n", "5", url("https"));

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .startsWith("greenloom: " + url("https") + ": TLS failed: ")
        .endsWith("; check that it talks https, or trust it with --insecure\n")
        .hasLineCount(1);
  }

  @Test
  void insecure_takesAnyCertificate() {
    CommandRun run = CommandRun.of("load", "-n", "50", "-c", "5", "-k", "--json", url("https"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Json.of(run.out()).number("statuses.200")).isEqualTo(50);
  }

  @Test
  void insecure_eachOverItsOwnConnection() {
    String[] args = {
      "load", "-n", "20", "-c", "2", "--insecure", "--no-keepalive", "--json", url("https")
    };
    CommandRun run = CommandRun.of(args);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Json.of(run.out()).number("connections_opened")).isEqualTo(20);
  }

  /** Plain text to a server that wants TLS: no proper answer, not a hang. */
  @Test
  void plainToTls_isAFailure() {
    CommandRun run = CommandRun.of("load", "-n", "5", "-c", "1", url("http"));

    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).contains("; failed 5\n");
  }

  @Test
  void tlsToPlain_isOneLine() throws IOException {
    try (LoadServer plain = LoadServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      String url = plain.http().replace("http:", "https:");
      CommandRun run = CommandRun.of("load", "-n", "5", "--timeout", "500ms", "-k", url);
      assertThat(run.code()).isEqualTo(4);
      assertThat(run.err()).startsWith("greenloom: " + url + ": ").hasLineCount(1);
    }
  }
}
