package greenloom.sockets;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS in greenlets; kills and time limits at each place of a conversation. */
@Timeout(60)
class TlsIT {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final int BIG = 5_000;
  private static final byte LAST = 9;
  private static Tls tls;

  @BeforeAll
  static void makeCertificate(@TempDir Path folder) throws Exception {
    tls = Tls.in(folder);
  }

  /** A client and a server that answers {@code b} with much, and else with what it was sent. */
  private interface Conversation {
    void with(SSLSocket client, Valve valve) throws Exception;
  }

  private static void converse(String protocol, boolean greeted, Conversation body) {
    TestHub.real()
        .run(() -> {
          Greenlet<?> server;
          try (Valve valve = new Valve()) {
            server = spawn(() -> answer(tls.server(valve.right, protocol)));
            SSLSocket client = tls.client(valve.left, protocol);
            if (greeted) {
              client.startHandshake();
              assertTalks(client);
            }
            body.with(client, valve);
            client.close();
          }
          server.join();
        });
  }

  private static void answer(SSLSocket s) {
    byte[] buffer = new byte[100];
    try (s) {
      InputStream in = s.getInputStream();
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        byte[] big = new byte[BIG];
        s.getOutputStream().write(buffer[0] == 'b' ? big : Arrays.copyOf(buffer, n));
      }
    } catch (IOException e) {
      // the client of a broken conversation has gone
    }
  }

  private static void assertTalks(SSLSocket client) throws IOException {
    client.getOutputStream().write("hello".getBytes());
    assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
  }

  private static void assertKilledIn(Action call) throws InterruptedException {
    Greenlet<?> victim = spawn(call);
    Hub.current().awaitAllBlocked();
    sleep(SHORT); // what is on its way arrives
    victim.kill();
    assertThat(victim.killed()).as("%s", victim.exception()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void kill_betweenRecords_theSessionGoesOn(String protocol) {
    converse(
        protocol,
        true,
        (client, valve) -> {
          assertKilledIn(() -> client.getInputStream().read());
          assertThatThrownBy(() -> withTimeout(SHORT, () -> client.getInputStream().read()))
              .isInstanceOf(TimeoutExpired.class);
          assertTalks(client);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, 3",
    "TLSv1.3, 5",
    "TLSv1.3, 200",
    "TLSv1.2, 3",
    "TLSv1.2, 5",
    "TLSv1.2, 200"
  })
  void kill_insideARecord_theSessionGoesOn(String protocol, int bytes) {
    converse(
        protocol,
        true,
        (client, valve) -> {
          valve.allow(bytes);
          client.getOutputStream().write('b');
          assertKilledIn(() -> client.getInputStream().read(new byte[BIG]));
          valve.open();
          assertThat(client.getInputStream().readNBytes(BIG)).hasSize(BIG);
          assertTalks(client);
        });
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, 3", "TLSv1.3, 200", "TLSv1.2, 3", "TLSv1.2, 200"})
  void timeLimit_insideARecord_theSessionGoesOn(String protocol, int bytes) {
    converse(
        protocol,
        true,
        (client, valve) -> {
          valve.allow(bytes);
          client.getOutputStream().write('b');
          assertThatThrownBy(
                  () -> withTimeout(SHORT, () -> client.getInputStream().read(new byte[BIG])))
              .isInstanceOf(TimeoutExpired.class);
          valve.open();
          assertThat(client.getInputStream().readNBytes(BIG)).hasSize(BIG);
          assertTalks(client);
        });
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, 0", "TLSv1.3, 3", "TLSv1.3, 60", "TLSv1.2, 0", "TLSv1.2, 3", "TLSv1.2, 60"})
  void kill_inTheHandshake_itGoesOnLater(String protocol, int bytes) {
    converse(
        protocol,
        false,
        (client, valve) -> {
          valve.allow(bytes);
          assertKilledIn(client::startHandshake);
          valve.open();
          client.startHandshake();
          assertTalks(client);
        });
  }

  /** Code that catches the timeout, which in a TLS read stands for the kill, is killed later. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void kill_timeoutCaught_comesOutOfTheNextWait(String protocol) {
    converse(
        protocol,
        true,
        (client, valve) -> {
          boolean[] caught = {false};
          assertKilledIn(() -> {
            try {
              client.getInputStream().read();
            } catch (SocketTimeoutException e) {
              caught[0] = true;
            }
            sleep(Duration.ofMinutes(1));
          });
          assertThat(caught[0]).isTrue();
          assertTalks(client);
        });
  }

  /** As code does that has set SO_TIMEOUT and looks at something else now and then. */
  @ParameterizedTest
  @CsvSource({"TLSv1.3, 0", "TLSv1.3, 200", "TLSv1.2, 0", "TLSv1.2, 200"})
  void kill_timeoutCaughtAndReadAgain_comesOutOfTheSecondRead(String protocol, int bytes) {
    converse(
        protocol,
        true,
        (client, valve) -> {
          valve.allow(bytes);
          client.getOutputStream().write('b');
          assertKilledIn(() -> readForEver(client.getInputStream()));
          valve.open();
          if (bytes == 0) { // else this read in the middle of a record was the last one
            assertThat(client.getInputStream().readNBytes(BIG)).hasSize(BIG);
            assertTalks(client);
          }
        });
  }

  private static void readForEver(InputStream in) throws IOException {
    int timeouts = 0;
    while (timeouts < 1_000) {
      try {
        in.read(new byte[BIG]);
      } catch (SocketTimeoutException e) {
        timeouts++;
      }
    }
    throw new AssertionError("the hub is held by a read that is to be killed");
  }

  /** A record may be gone, or half sent: nothing that follows can be understood. So close it. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void kill_inAWrite_whatIsWrittenAfterItNeverArrives(String protocol) {
    TestHub.real()
        .run(() -> {
          try (Valve valve = new Valve()) {
            SSLSocket server = tls.server(valve.right, protocol);
            Greenlet<?> handshake = spawn(server::startHandshake);
            SSLSocket client = tls.client(valve.left, protocol);
            client.startHandshake();
            handshake.get();
            valve.allow(0);
            byte[] much = new byte[1 << 20];
            assertKilledIn(() -> {
              while (true) {
                server.getOutputStream().write(much);
              }
            });
            Greenlet<?> next = spawn(() -> server.getOutputStream().write(LAST));
            valve.open();
            client.setSoTimeout((int) SHORT.toMillis());
            assertThatThrownBy(() -> readToTheLast(client.getInputStream()))
                .isInstanceOf(IOException.class); // a bad record, or nothing for ever
            next.kill();
          }
        });
  }

  private static void readToTheLast(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 14];
    int n = in.read(buffer);
    while (n < 0 || buffer[n - 1] != LAST) {
      n = in.read(buffer);
    }
  }
}
