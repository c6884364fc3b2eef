package greenloom.net;

import static greenloom.Greenloom.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.sockets.Tls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that speak TLS, and clients of other makes. */
class TlsServerIT extends OnRealHub {
  /** How a script of Python begins: trusting anybody, and told when a stream ends raggedly. */
  private static final String TRUSTING =
      """
      context = ssl.create_default_context()
      context.check_hostname = False
      context.verify_mode = ssl.CERT_NONE
      context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)

      def secure():
          return context.wrap_socket(connect(), suppress_ragged_eofs=False)

      """;

  @TempDir static Path folder;
  private static Tls tls;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = Tls.in(folder);
  }

  private static StreamServer serving(StreamServer.Handler handler) {
    return StreamServer.at(ANY_PORT, handler).tls(tls.context());
  }

  private static void answerLine(Socket socket) throws IOException {
    var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
    String line = new BufferedReader(in).readLine();
    socket.getOutputStream().write(("you said " + line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String port(Server server) {
    return Integer.toString(server.address().getPort());
  }

  private void awaitReport() {
    while (reports.isEmpty()) {
      sleep(Duration.ofMillis(1));
    }
  }

  // --- clients of another make ---

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void openssl_isAnswered(String version) {
    onHub(() -> {
      StreamServer server = serving(TlsServerIT::answerLine);
      server.start();
      String said =
          Client.run(
              "hello\n",
              "openssl",
              "s_client",
              "-connect",
              "127.0.0.1:" + port(server),
              "-quiet",
              version);
      assertThat(said).isEqualTo("you said hello\n");
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void curl_isAnswered() {
    onHub(() -> {
      StreamServer server =
          serving(socket -> {
            assertThat(socket).isInstanceOf(SSLSocket.class);
            var in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
            new BufferedReader(in).lines().takeWhile(line -> !line.isEmpty()).count();
            socket
                .getOutputStream()
                .write("HTTP/1.0 200 OK\r\n\r\nhello curl".getBytes(StandardCharsets.UTF_8));
          });
      server.start();
      String said = Client.run("", "curl", "-sSk", "https://127.0.0.1:" + port(server) + "/");
      assertThat(said).isEqualTo("hello curl");
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void handlerEnds_theOtherSideIsTold_handlerFails_itIsNot() {
    onHub(() -> {
      StreamServer server =
          serving(socket -> {
            int first = socket.getInputStream().read();
            socket.getOutputStream().write(first);
            assertThat(first).isEqualTo('a');
          });
      server.start();
      String said =
          Client.python(
              server,
              TRUSTING
                  + """
                  for first in b"a", b"b":
                      s = secure()
                      s.sendall(first)
                      try:
                          print(all(s))
                      except ssl.SSLError:
                          print("cut off")
                  """);
      assertThat(said).isEqualTo("b'a'\ncut off\n");
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports).hasSize(1);
  }

  @Test
  void thirtyHandshakes_atOnce_areMade() {
    onHub(() -> {
      StreamServer server = serving(TlsServerIT::answerLine);
      server.start();
      String said =
          Client.python(
              server,
              TRUSTING
                  + """
                  results = []
                  def talk(i):
                      s = secure()
                      s.sendall(b"hello %d\\n" % i)
                      results.append(all(s) == b"you said hello %d\\n" % i)
                  threads = [threading.Thread(target=talk, args=(i,)) for i in range(30)]
                  for t in threads: t.start()
                  for t in threads: t.join()
                  print(sum(results))
                  """);
      assertThat(said).isEqualTo("30\n");
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports).isEmpty();
  }

  // --- handshakes that fail ---

  @Test
  void handshake_withPlainText_isReported_andTheHandlerNotCalled() {
    onHub(() -> {
      AtomicInteger handled = new AtomicInteger();
      StreamServer server = serving(socket -> handled.incrementAndGet());
      server.start();
      String said =
          Client.python(
              server,
              """
              s = connect()
              s.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
              print(len(all(s)) > 0)
              """);
      assertThat(said).isEqualTo("True\n"); // an alert
      awaitReport();
      assertThat(handled).hasValue(0);
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports).singleElement().asString().contains("SSLException");
  }

  @Test
  void handshake_thatDoesNotCome_endsInTime_andHoldsNobodyUp() {
    onHub(() -> {
      StreamServer server = serving(TlsServerIT::answerLine);
      server.handshakeWithin = Duration.ofMillis(300);
      server.start();
      String said =
          Client.python(
              server,
              TRUSTING
                  + """
                  silent = connect()
                  s = secure()
                  s.sendall(b"hello\\n")
                  print(all(s))
                  print(all(silent))
                  """);
      assertThat(said).isEqualTo("b'you said hello\\n'\nb''\n");
      awaitReport();
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports).singleElement().asString().contains("TimeoutExpired");
  }

  @Test
  void settings_clientNeedsACertificate_oneWithoutIsRefused() {
    onHub(() -> {
      SSLParameters settings = new SSLParameters();
      settings.setNeedClientAuth(true);
      settings.setProtocols(new String[] {"TLSv1.2"});
      StreamServer server =
          StreamServer.at(ANY_PORT, TlsServerIT::answerLine).tls(tls.context(), settings);
      server.start();
      String said =
          Client.python(
              server,
              TRUSTING
                  + """
                  try:
                      secure()
                  except ssl.SSLError as e:
                      print("refused")
                  """);
      assertThat(said).isEqualTo("refused\n");
      awaitReport();
      assertThat(server.stop(LONG)).isTrue();
    });
    assertThat(reports).singleElement().asString().contains("SSLHandshakeException");
  }

  // --- the end ---

  /** Killed in a write, a handler must not wait to say goodbye. */
  @Test
  void stop_otherSideDoesNotRead_endsAllTheSame() {
    onHub(() -> {
      StreamServer server =
          serving(socket -> {
            OutputStream out = socket.getOutputStream();
            while (true) {
              out.write(new byte[100_000]);
            }
          });
      server.start();
      try (Socket silent = new Socket(server.address().getAddress(), server.address().getPort());
          SSLSocket client = tls.client(silent, "TLSv1.3")) {
        client.startHandshake();
        assertThat(client.getInputStream().read()).isZero();
        sleep(Duration.ofMillis(50));
        assertThat(server.stop(Duration.ZERO)).isFalse();
        assertThat(server.open()).isZero();
      }
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void stop_inAHandshakeAndInARead_endsThem() {
    onHub(() -> {
      StreamServer server = serving(TlsServerIT::answerLine);
      server.start();
      try (Socket silent = new Socket(server.address().getAddress(), server.address().getPort());
          SSLSocket client =
              tls.client(
                  new Socket(server.address().getAddress(), server.address().getPort()),
                  "TLSv1.3")) {
        client.startHandshake();
        while (server.idle() < 2) {
          sleep(Duration.ofMillis(1));
        }
        assertThat(server.stop(Duration.ZERO)).isFalse();
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
      }
    });
    assertThat(reports).isEmpty();
  }
}
