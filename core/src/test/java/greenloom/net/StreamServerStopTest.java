package greenloom.net;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.testing.TestHub.awaitAllBlocked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.Pool;
import greenloom.hub.GreenThread;
import greenloom.hub.GreenletExit;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.net.FakeListener.Connection;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How servers end, on a clock that jumps. */
class StreamServerStopTest extends OnFakeListener {
  // --- the end ---

  @Test
  void stop_lastsUntilHandlersHaveEnded() {
    onHub(listener -> {
      StreamServer server = started(listener, OnFakeListener::work);
      Connection c = listener.connect();
      awaitAllBlocked();
      assertThat(server.stop(HOUR)).isTrue();
      assertThat(hub.elapsed()).isEqualTo(MINUTE);
      assertThat(listener.isClosed()).isTrue();
      assertThat(c.isClosed()).isTrue();
    });
  }

  @Test
  void stop_timeIsUp_killsTheRest() {
    onHub(listener -> {
      List<String> ends = new ArrayList<>();
      StreamServer server =
          started(
              listener,
              socket -> {
                try {
                  sleep(HOUR);
                } finally {
                  sleep(Duration.ofMillis(900)); // its last words
                  ends.add("ended");
                }
              });
      Connection c = listener.connect();
      awaitAllBlocked();
      assertThat(server.stop(MINUTE)).isFalse();
      assertThat(ends).hasSize(1);
      assertThat(c.isClosed()).isTrue();
      assertThat(hub.elapsed()).isEqualTo(MINUTE.plusMillis(900));
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void stop_handlerThatSwallowsTheKill_isGivenUp_andReported() {
    onHub(listener -> {
      StreamServer server = started(listener, OnFakeListener::beDeaf);
      Connection c = listener.connect();
      awaitAllBlocked();
      Greenlet<?> forever = spawn(server::serveForever);
      assertThat(server.stop(Duration.ZERO)).isFalse();
      assertThat(hub.elapsed()).isEqualTo(SECOND);
      assertThat(c.isClosed()).isTrue();
      assertThat(server.open()).isZero();
      forever.get(Duration.ZERO);
      sleep(MINUTE);
    });
    assertThat(reports)
        .containsExactly(
            "stopping StreamServer[127.0.0.1:8001, 0 open]: java.lang.IllegalStateException:"
                + " handlers that were killed go on: [connection from 127.0.0.1:40000[RUNNING]];"
                + " their connections are closed");
  }

  @Test
  void stop_again_withLessTime_cutsTheFirstShort() {
    onHub(listener -> {
      StreamServer server = started(listener, OnFakeListener::work);
      listener.connect();
      awaitAllBlocked();
      Greenlet<Boolean> first = spawn(() -> server.stop(HOUR));
      awaitAllBlocked();
      assertThat(server.stop(SECOND)).isFalse();
      first.join();
      assertThat(hub.elapsed()).isEqualTo(SECOND);
      assertThat(server.stop(HOUR)).isTrue();
    });
  }

  @Test
  void stop_byAHandler_leavesThatOneAlone() {
    onHub(listener -> {
      StreamServer[] server = new StreamServer[1];
      List<Boolean> inTime = new ArrayList<>();
      server[0] =
          started(
              listener,
              socket -> {
                sleep(SECOND);
                inTime.add(server[0].stop(HOUR));
                sleep(SECOND);
                assertThat(socket.isClosed()).isFalse();
              });
      Connection c = listener.connect();
      server[0].serveForever();
      assertThat(inTime).containsExactly(true);
      assertThat(c.isClosed()).isTrue();
      assertThat(hub.elapsed()).isEqualTo(SECOND.multipliedBy(2));
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void stop_killedOrOutOfTime_cutsOffFirst() {
    onHub(listener -> {
      StreamServer server = started(listener, OnFakeListener::work);
      Connection c = listener.connect();
      awaitAllBlocked();
      assertThatThrownBy(() -> withTimeout(SECOND, () -> server.stop(HOUR)))
          .isInstanceOf(TimeoutExpired.class);
      assertThat(c.isClosed()).isTrue();
      assertThat(server.open()).isZero();
    });
  }

  @Test
  void stop_beforeTheStart_closesWhatWasGiven() {
    onHub(listener -> {
      StreamServer server = StreamServer.on(listener, socket -> {});
      assertThat(server.stop(HOUR)).isTrue();
      assertThat(listener.isClosed()).isTrue();
      assertThatThrownBy(server::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("StreamServer[127.0.0.1:8001, 0 open] has been stopped; make a new one");
      server.serveForever(); // has ended
    });
  }

  @Test
  void intakeKilled_acceptsNoMore_andEndsWithItsHandlers() {
    onHub(listener -> {
      StreamServer server = started(listener, OnFakeListener::work);
      Connection c = listener.connect();
      awaitAllBlocked();
      GreenThread intake =
          Hub.current().threads().stream()
              .filter(t -> t.name().equals("StreamServer 127.0.0.1:8001"))
              .findFirst()
              .orElseThrow();
      intake.deliver(new GreenletExit());
      server.serveForever();
      assertThat(listener.isClosed()).isTrue();
      assertThat(c.isClosed()).isTrue();
      assertThat(hub.elapsed()).isEqualTo(MINUTE);
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void listenerClosedBySomebodyElse_endsWithItsHandlers() {
    onHub(listener -> {
      StreamServer server = started(listener, OnFakeListener::work);
      listener.connect();
      awaitAllBlocked();
      listener.close();
      server.serveForever();
      assertThat(hub.elapsed()).isEqualTo(MINUTE);
    });
    assertThat(reports).isEmpty();
  }

  @Test
  void serveForever_killed_stopsAtOnce() {
    onHub(listener -> {
      StreamServer server = StreamServer.on(listener, OnFakeListener::work);
      Greenlet<?> forever = spawn(server::serveForever);
      Connection c = listener.connect();
      awaitAllBlocked();
      assertThat(server.open()).isOne();
      forever.kill();
      assertThat(forever.killed()).isTrue();
      assertThat(c.isClosed()).isTrue();
      assertThat(listener.isClosed()).isTrue();
    });
  }

  @Test
  void serveForever_withATimeLimit_stopsAtOnce() {
    onHub(listener -> {
      StreamServer server = StreamServer.on(listener, OnFakeListener::work);
      Connection c = listener.connect();
      assertThatThrownBy(() -> withTimeout(SECOND, server::serveForever))
          .isInstanceOf(TimeoutExpired.class);
      assertThat(c.isClosed()).isTrue();
      assertThat(hub.elapsed()).isEqualTo(SECOND);
    });
  }

  // --- in any order ---

  /** Handlers of all sorts, kills, failures, a shared pool and two stops, in any order. */
  @Test
  void anyOrder_whatWasAccepted_isHandledOrClosed() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TestHub.virtual().shuffled(seed).run(() -> anything(random));
    }
  }

  private static void anything(Random random) throws Exception {
    Hub.current().onFailure((what, e) -> assertThat(what).contains("StreamServer"));
    FakeListener listener = new FakeListener();
    Pool pool = new Pool(1 + random.nextInt(4));
    List<Socket> handled = new ArrayList<>();
    StreamServer server =
        StreamServer.on(
                listener,
                socket -> {
                  handled.add(socket);
                  switch (random.nextInt(4)) {
                    case 0 -> beDeaf(socket);
                    case 1 -> throw new IOException("fails");
                    default -> sleep(Duration.ofMillis(random.nextInt(3_000)));
                  }
                })
            .pool(pool);
    Greenlet<?> forever = spawn(server::serveForever);
    List<Connection> all = new ArrayList<>();
    List<Greenlet<?>> others = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      switch (random.nextInt(8)) {
        case 0 -> sleep(Duration.ofMillis(random.nextInt(500)));
        case 1 -> others.add(spawn(() -> pool.spawn(() -> sleep(SECOND))));
        case 2 -> pool.members().stream().findAny().ifPresent(Greenlet::killSoon);
        case 3 -> listener.fail(new IOException("Too many open files"));
        default -> all.add(listener.connect());
      }
    }
    Duration drain = Duration.ofMillis(random.nextInt(2_000));
    Greenlet<?> first = spawn(() -> server.stop(drain));
    sleep(Duration.ofMillis(random.nextInt(2_000)));
    server.stop(Duration.ofMillis(random.nextInt(500)));
    first.get();
    forever.get(Duration.ZERO);
    assertThat(server.open()).isZero();
    assertThat(all.stream().filter(Connection::isClosed)).hasSize(listener.accepted);
    assertThat(all.stream().filter(handled::contains)).allMatch(Socket::isClosed);
    joinAll(others);
    pool.join();
  }
}
