package greenloom.net;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.yieldNow;
import static greenloom.testing.TestHub.awaitAllBlocked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.Pool;
import greenloom.net.FakeListener.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers of connections on a clock that jumps: places, pauses, failures. */
class StreamServerTest extends OnFakeListener {
  // --- handlers ---

  @Test
  void handler_eachConnection_isClosedWhenItEnds() {
    onHub(listener -> {
      List<Socket> handled = new ArrayList<>();
      StreamServer server =
          started(
              listener,
              socket -> {
                assertThat(socket.isClosed()).isFalse();
                handled.add(socket);
              });
      Connection a = listener.connect();
      Connection b = listener.connect();
      awaitAllBlocked();
      assertThat(handled).containsExactly(a, b);
      assertThat(a.isClosed() && b.isClosed()).isTrue();
      assertThat(server.open()).isZero();
      assertThat(server.stop(MINUTE)).isTrue();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void handler_thatFails_isReportedOnce_andItsConnectionClosed() {
    onHub(listener -> {
      StreamServer server =
          started(
              listener,
              socket -> {
                throw new IOException("no more");
              });
      Connection c = listener.connect();
      awaitAllBlocked();
      assertThat(c.isClosed()).isTrue();
      assertThat(reports)
          .containsExactly(
              "connection from 127.0.0.1:40000 to StreamServer[127.0.0.1:8001, 0 open]:"
                  + " java.io.IOException: no more");
      Connection next = listener.connect();
      awaitAllBlocked();
      assertThat(next.isClosed()).isTrue();
      assertThat(server.stop(MINUTE)).isTrue();
    });
    assertThat(reports).hasSize(2);
  }

  @Test
  void handler_thatIsKilled_isNotReported_andItsConnectionClosed() {
    onHub(listener -> {
      Pool pool = new Pool(10);
      StreamServer server = StreamServer.on(listener, OnFakeListener::work).pool(pool);
      server.start();
      Connection c = listener.connect();
      awaitAllBlocked();
      assertThat(server.open()).isOne();
      pool.kill();
      assertThat(c.isClosed()).isTrue();
      assertThat(server.open()).isZero();
      server.close();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void handler_killedBeforeItBegan_itsConnectionIsClosed() {
    onHub(listener -> {
      Pool pool = new Pool(10);
      StreamServer server = StreamServer.on(listener, OnFakeListener::work).pool(pool);
      server.start();
      Connection c = listener.connect();
      while (listener.accepted == 0) {
        yieldNow();
      }
      assertThat(pool.members()).singleElement().extracting(Greenlet::started).isEqualTo(false);
      pool.killSoon();
      assertThat(c.isClosed()).isTrue();
      assertThat(server.open()).isZero();
      server.close();
    });
  }

  // --- places ---

  @Test
  void fullPool_nothingIsAccepted_untilAPlaceIsFree() {
    onHub(listener -> {
      List<Long> begins = new ArrayList<>();
      StreamServer server =
          StreamServer.on(
                  listener,
                  socket -> {
                    begins.add(hub.elapsed().toMinutes());
                    sleep(MINUTE);
                  })
              .pool(new Pool(2));
      server.start();
      for (int i = 0; i < 5; i++) {
        listener.connect();
      }
      awaitAllBlocked();
      assertThat(listener.accepted).isEqualTo(2);
      assertThat(server.open()).isEqualTo(2);
      sleep(MINUTE.plus(SECOND));
      assertThat(listener.accepted).isEqualTo(4);
      sleep(MINUTE.plus(SECOND));
      assertThat(begins).containsExactly(0L, 0L, 1L, 1L, 2L);
      assertThat(server.stop(MINUTE)).isTrue();
    });
  }

  @Test
  void sharedPool_lastPlaceTakenMeanwhile_acceptedConnectionWaitsForOne() {
    onHub(listener -> {
      Pool pool = new Pool(1);
      StreamServer server = StreamServer.on(listener, OnFakeListener::work).pool(pool);
      server.start();
      awaitAllBlocked(); // it accepts
      pool.spawn(() -> sleep(HOUR));
      Connection c = listener.connect();
      awaitAllBlocked();
      assertThat(listener.accepted).isOne();
      assertThat(c.isClosed()).isFalse();
      sleep(HOUR.plus(SECOND));
      assertThat(server.open()).isOne();
      sleep(MINUTE);
      assertThat(c.isClosed()).isTrue();
      server.close();
    });
  }

  @Test
  void sharedPool_stoppedWhileAConnectionWaitsForAPlace_itIsClosed() {
    onHub(listener -> {
      Pool pool = new Pool(1);
      StreamServer server = StreamServer.on(listener, OnFakeListener::work).pool(pool);
      server.start();
      awaitAllBlocked();
      Greenlet<?> other = pool.spawn(() -> sleep(HOUR));
      Connection c = listener.connect();
      awaitAllBlocked();
      assertThat(server.stop(MINUTE)).isTrue();
      assertThat(c.isClosed()).isTrue();
      assertThat(hub.elapsed()).isZero();
      other.kill();
    });
  }

  // --- failures to accept ---

  @Test
  void acceptFails_pausesGrowToASecond_andOneReport() {
    onHub(listener -> {
      for (int i = 0; i < 9; i++) {
        listener.fail(new IOException("Too many open files"));
      }
      StreamServer server = started(listener, socket -> {});
      Connection c = listener.connect();
      long[] pauses = {10, 20, 40, 80, 160, 320, 640, 1000, 1000};
      long sum = 0;
      for (long pause : pauses) {
        sum += pause;
      }
      sleep(Duration.ofMillis(sum).minusNanos(1));
      assertThat(c.isClosed()).isFalse();
      sleep(Duration.ofNanos(2));
      assertThat(c.isClosed()).isTrue();
      assertThat(reports)
          .containsExactly(
              "taking in at StreamServer[127.0.0.1:8001, 0 open]:"
                  + " java.io.IOException: Too many open files");

      listener.fail(new IOException("again"));
      Connection next = listener.connect();
      sleep(Duration.ofMillis(9));
      assertThat(next.isClosed()).isFalse();
      sleep(Duration.ofMillis(2)); // the pauses began anew
      assertThat(next.isClosed()).isTrue();
      assertThat(reports).hasSize(2);
      server.close();
    });
  }

  @Test
  void acceptFails_stopInThePause_endsAtOnce() {
    onHub(listener -> {
      listener.fail(new IOException("Too many open files"));
      StreamServer server = started(listener, socket -> {});
      awaitAllBlocked();
      assertThat(server.stop(MINUTE)).isTrue();
      assertThat(hub.elapsed()).isZero();
    });
  }

  @Test
  void acceptTimesOut_isNoFailure() {
    onHub(listener -> {
      listener.fail(new SocketTimeoutException("Accept timed out"));
      StreamServer server = started(listener, socket -> {});
      Connection c = listener.connect();
      awaitAllBlocked();
      assertThat(c.isClosed()).isTrue();
      server.close();
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void acceptFails_forGood_isReported_andTheServerEnds() {
    onHub(listener -> {
      StreamServer server = started(listener, OnFakeListener::work);
      listener.connect();
      listener.fail(new IllegalStateException("broken"));
      server.serveForever();
      assertThat(listener.isClosed()).isTrue();
      assertThat(hub.elapsed()).isEqualTo(MINUTE);
    });
    assertThat(reports)
        .containsExactly("StreamServer 127.0.0.1:8001: java.lang.IllegalStateException: broken");
  }

  // --- misuse ---

  @Test
  void start_twice_isRefused_andSoIsSettingUpLater() {
    onHub(listener -> {
      StreamServer server = started(listener, socket -> {});
      assertThatThrownBy(server::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith("has been started already; make a new one");
      assertThatThrownBy(() -> server.pool(new Pool(1))).isInstanceOf(IllegalStateException.class);
      server.close();
    });
  }

  @Test
  void given_unboundClosedOrTwice_isRefused() throws IOException {
    try (ServerSocket unbound = new ServerSocket()) {
      assertThatThrownBy(() -> StreamServer.on(unbound, socket -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("does not listen");
    }
    FakeListener listener = new FakeListener();
    StreamServer server = StreamServer.on(listener, socket -> {});
    assertThatThrownBy(() -> server.backlog(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(server::reusePort)
        .hasMessageEndingWith("was given a socket that listens already");
    listener.close();
    assertThatThrownBy(() -> StreamServer.on(listener, socket -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void address_isWritten_asPeopleWriteIt() {
    assertThat(StreamServer.at(new InetSocketAddress("::1", 80), socket -> {}))
        .hasToString("StreamServer[[0:0:0:0:0:0:0:1]:80, 0 open]");
    assertThat(StreamServer.at(InetSocketAddress.createUnresolved("nowhere", 80), socket -> {}))
        .hasToString("StreamServer[nowhere:80, 0 open]");
  }
}
