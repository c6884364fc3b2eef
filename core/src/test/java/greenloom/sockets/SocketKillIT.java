package greenloom.sockets;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.sockets.Sockets.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.GreenletExit;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.TestHub;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills, time limits and interrupts in the middle of a call on a socket. */
@Timeout(60)
class SocketKillIT {
  private static final Duration SHORT = Duration.ofMillis(5);

  /** A greenlet that notes what comes out of {@code op}, and how its interrupt status is then. */
  private static final class Victim {
    Throwable end;
    boolean flag;
    final Greenlet<?> greenlet;

    Victim(Action op) {
      greenlet =
          spawn(() -> {
            try {
              op.run();
            } catch (Throwable e) {
              end = e;
              flag = Thread.currentThread().isInterrupted();
              throw e;
            }
          });
    }

    static Victim waitingIn(Action op) {
      Victim v = new Victim(op);
      Hub.current().awaitAllBlocked();
      return v;
    }
  }

  private static void onHub(Action body) {
    TestHub.real().run(body);
  }

  static List<SocketWait.Way> ways() {
    return SocketWait.ways().toList();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void kill_comesOutOfTheCall_andTheSocketStillWorks(SocketWait.Way way) {
    onHub(() -> {
      try (SocketWait wait = way.open().call()) {
        Victim v = Victim.waitingIn(wait.op());
        v.greenlet.kill();
        assertThat(v.end).isInstanceOf(GreenletExit.class);
        assertThat(v.greenlet.killed()).isTrue();
        assertThat(v.flag).isFalse();
        wait.check().run();
      }
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void timeLimit_comesOutOfTheCall_andTheSocketStillWorks(SocketWait.Way way) {
    onHub(() -> {
      try (SocketWait wait = way.open().call()) {
        assertThatThrownBy(() -> withTimeout(SHORT, wait.op()::run))
            .isInstanceOf(TimeoutExpired.class);
        wait.check().run();
      }
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void kill_beforeTheCall_comesOutOfIt_andTheSocketStillWorks(SocketWait.Way way) {
    onHub(() -> {
      try (SocketWait wait = way.open().call()) {
        Victim[] v = new Victim[1];
        v[0] =
            new Victim(() -> {
              v[0].greenlet.killSoon();
              wait.op().run();
            });
        v[0].greenlet.join();
        assertThat(v[0].end).isInstanceOf(GreenletExit.class);
        wait.check().run();
      }
    });
  }

  /** All but the selector, who makes the second one wait at a monitor. */
  static List<SocketWait.Way> locking() {
    return SocketWait.ways().filter(way -> !way.name().equals("Selector.select")).toList();
  }

  /** The JDK lets it wait for the first one, with a lock that no interrupt ends. */
  @ParameterizedTest
  @MethodSource("locking")
  void kill_behindAnotherInTheSameCall_comesOutOfIt_andTheSocketStillWorks(SocketWait.Way way) {
    onHub(() -> {
      try (SocketWait wait = way.open().call()) {
        Victim first = Victim.waitingIn(wait.op());
        Victim second = Victim.waitingIn(wait.op());
        assertThat(second.greenlet.kill(Sockets.SOON)).isTrue();
        assertThat(second.end).isInstanceOf(GreenletExit.class);
        assertThat(second.flag).isFalse();
        assertThatThrownBy(() -> withTimeout(SHORT, wait.op()::run))
            .isInstanceOf(TimeoutExpired.class);
        assertThat(first.greenlet.ready()).isFalse();
        first.greenlet.kill();
        assertThat(first.end).isInstanceOf(GreenletExit.class);
        wait.check().run();
      }
    });
  }

  @Test
  void manyKills_oneSocket_stillWorks() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      InputStream in = ends[0].getInputStream();
      for (int i = 0; i < 200; i++) {
        Victim v = new Victim(in::read);
        if (i % 2 == 0) {
          Hub.current().awaitAllBlocked();
        }
        v.greenlet.kill();
      }
      Greenlet<?> other = later(() -> ends[1].getOutputStream().write(7));
      assertThat(in.read()).isEqualTo(7);
      other.get();
      Sockets.closeAll(List.of(ends));
    });
  }

  @Test
  void kill_readNBytes_whatWasReadIsInTheArray() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      byte[] buffer = new byte[4];
      Victim v = Victim.waitingIn(() -> ends[0].getInputStream().readNBytes(buffer, 0, 4));
      ends[1].getOutputStream().write(new byte[] {1, 2});
      sleep(Duration.ofMillis(20));
      v.greenlet.kill();
      assertThat(buffer).containsExactly(1, 2, 0, 0);
      Sockets.closeAll(List.of(ends));
    });
  }

  /** As with a timeout of the socket's own: a line that was read by half is gone. */
  @Test
  void kill_readLine_losesTheHalfLine() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(ends[0].getInputStream(), StandardCharsets.UTF_8));
      Victim v = Victim.waitingIn(lines::readLine);
      ends[1].getOutputStream().write("half a ".getBytes(StandardCharsets.UTF_8));
      sleep(Duration.ofMillis(20));
      v.greenlet.kill();
      ends[1].getOutputStream().write("line\nnext\n".getBytes(StandardCharsets.UTF_8));
      assertThat(lines.readLine()).isEqualTo("line");
      assertThat(lines.readLine()).isEqualTo("next");
      Sockets.closeAll(List.of(ends));
    });
  }

  /** The socket is of no use any more, and has to be closed: the operating system goes on. */
  @Test
  void kill_connect_leavesASocketToBeClosed() {
    onHub(() -> {
      try (ServerSocket server = new ServerSocket(0, 1, Sockets.HERE)) {
        Socket socket = new Socket();
        List<Socket> queue = Sockets.fill(server);
        Victim v = Victim.waitingIn(() -> socket.connect(server.getLocalSocketAddress()));
        v.greenlet.kill();
        assertThat(v.end).isInstanceOf(GreenletExit.class);
        assertThatThrownBy(() -> socket.connect(server.getLocalSocketAddress(), 100))
            .isInstanceOf(SocketException.class);
        socket.close();
        Sockets.closeAll(queue);
      }
    });
  }

  /** What a killed call has asked for comes as the answer to the next one: so close it. */
  @Test
  void timeLimit_betweenQuestionAndAnswer_theAnswerComesToTheNextQuestion() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      Greenlet<?> slowServer =
          spawn(() -> {
            for (int n = ends[1].getInputStream().read(); n > 0; ) {
              sleep(Duration.ofMillis(50));
              ends[1].getOutputStream().write(n);
              n = ends[1].getInputStream().read();
            }
          });
      assertThatThrownBy(() -> withTimeout(SHORT, () -> ask(ends[0], 1)))
          .isInstanceOf(TimeoutExpired.class);
      assertThat(ask(ends[0], 2)).isEqualTo(1);
      ends[0].close();
      slowServer.join();
      ends[1].close();
    });
  }

  private static int ask(Socket connection, int question) throws Exception {
    connection.getOutputStream().write(question);
    return connection.getInputStream().read();
  }

  // --- an interrupt in the name of a kill, meant for a wait that was satisfied after all ---

  /** Takes an item; a kill has come before it, so that the interrupt status is set now. */
  private static Victim takeThen(Action then) {
    BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    Victim v =
        Victim.waitingIn(() -> {
          assertThat(queue.take()).isEqualTo(7);
          assertThat(Thread.currentThread().isInterrupted()).isTrue();
          then.run();
        });
    v.greenlet.killSoon();
    assertThat(queue.offer(7)).isTrue();
    return v;
  }

  @Test
  void interruptOfOurs_forAnotherWait_theKillComesOutOfTheRead_notTheSocketsEnd() {
    assumeOwnEpoll();
    onHub(() -> {
      try (SocketWait wait = SocketWait.reads().findFirst().orElseThrow().open().call()) {
        Victim v = takeThen(wait.op());
        v.greenlet.join();
        assertThat(v.end).isInstanceOf(GreenletExit.class);
        assertThat(v.flag).isFalse();
        wait.check().run();
      }
    });
  }

  @Test
  void interruptOfOurs_readInAShield_readsOn() {
    assumeOwnEpoll();
    onHub(() -> {
      try (SocketWait wait = SocketWait.reads().findFirst().orElseThrow().open().call()) {
        boolean[] read = {false};
        Victim v =
            takeThen(() -> {
              Greenloom.shield(wait.check()::run);
              read[0] = true;
              sleep(Duration.ofMinutes(1));
            });
        v.greenlet.join();
        assertThat(read[0]).isTrue();
        assertThat(v.end).isInstanceOf(GreenletExit.class);
      }
    });
  }

  /** With the JDK's pollers nobody asks us before a wait begins. */
  private static void assumeOwnEpoll() {
    assumeTrue(Hub.current().stats().features().epoll());
  }

  /** The JDK's rule for virtual threads, which is kept. */
  @Test
  void interrupt_ofSomebodyElse_closesTheSocket() {
    onHub(() -> {
      Socket[] ends = Sockets.pair();
      Victim v = Victim.waitingIn(() -> ends[0].getInputStream().read());
      v.greenlet.thread().interrupt();
      v.greenlet.join();
      assertThat(v.end).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
      assertThat(ends[0].isClosed()).isTrue();
      Sockets.closeAll(List.of(ends));
    });
  }
}
