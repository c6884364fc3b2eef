package greenloom.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known of a socket, step by step: which reads are tried and which are not. */
@Timeout(30)
class ReadsIT {
  @BeforeAll
  static void onlyWithTheHook() {
    Jdk.preparePollers();
    assumeTrue(Jdk.features().poller().equals("epoll"), "SKIPPED: reads are not hooked here");
  }

  private Steps steps;
  private Socket socket;
  private Socket other;

  @BeforeEach
  void connect() throws IOException {
    assertThat(Steps.known()).as("left by another test").isEmpty();
    steps = new Steps();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      other = new Socket(server.getInetAddress(), server.getLocalPort());
      socket = server.accept();
    }
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    other.close();
    steps.close();
    assertThat(Steps.known()).as("left").isEmpty();
  }

  private static Arrivals theOne() {
    return Steps.known().toList().getFirst();
  }

  private FutureTask<Integer> read(int most) {
    return steps.spawn(() -> socket.getInputStream().read(new byte[most]));
  }

  private void write(int n) throws IOException {
    other.getOutputStream().write(new byte[n]);
  }

  /** A read of at most so many, which waits until {@code n} bytes come, and takes what it can. */
  private int readReported(int most, int n) throws Exception {
    FutureTask<Integer> reader = read(most);
    write(n);
    steps.look();
    return reader.get();
  }

  // --- one reader ---

  @Test
  void readThatFindsSomething_isNotWatched() throws Exception {
    write(3);
    assertThat(read(10).get()).isEqualTo(3);
    assertThat(Steps.known()).isEmpty();
    assertThat(steps.waits).isZero();
  }

  @Test
  void shortRead_leavesNothing_nextOneWaitsWithoutATry() throws Exception {
    assertThat(readReported(10, 3)).isEqualTo(3);
    assertThat(theOne().some).isFalse();
    write(4); // not reported yet: a read that was tried would find it
    FutureTask<Integer> second = read(10);
    assertThat(second.isDone()).isFalse();
    steps.look();
    assertThat(second.get()).isEqualTo(4);
    assertThat(steps.waits).isEqualTo(2);
  }

  @Test
  void fullRead_mayLeaveSomething_nextOneIsTried() throws Exception {
    assertThat(readReported(3, 5)).isEqualTo(3);
    assertThat(theOne().some).isTrue();
    assertThat(read(3).get()).isEqualTo(2);
    assertThat(theOne().some).isFalse();
    assertThat(steps.waits).isEqualTo(1);
  }

  @Test
  void arrivalBetweenReads_isRemembered() throws Exception {
    assertThat(readReported(10, 1)).isEqualTo(1);
    write(2);
    steps.look();
    assertThat(read(10).get()).isEqualTo(2);
    assertThat(steps.waits).isEqualTo(1);
  }

  @Test
  void bytesAndTheEndInOneReport_everyReadIsTried() throws Exception {
    FutureTask<Integer> first = read(10);
    write(1);
    other.shutdownOutput();
    steps.look();
    assertThat(first.get()).isEqualTo(1);
    assertThat(read(10).get()).isEqualTo(-1);
    assertThat(steps.waits).isEqualTo(1);
  }

  // --- others ---

  @Test
  void platformThread_readsWhatIsThere_unreported() throws Exception {
    assertThat(readReported(10, 1)).isEqualTo(1);
    write(2);
    assertThat(socket.getInputStream().read(new byte[10])).isEqualTo(2);
  }

  @Test
  void anotherScheduler_takesTheWatchAlong_andBack() throws Exception {
    try (Steps second = new Steps()) {
      for (int i = 0; i < 3; i++) {
        FutureTask<Integer> here = read(10);
        write(1);
        steps.look();
        assertThat(here.get()).isEqualTo(1);
        FutureTask<Integer> there = second.spawn(() -> socket.getInputStream().read(new byte[10]));
        write(2);
        second.look();
        assertThat(there.get()).isEqualTo(2);
        assertThat(steps.epoll.await(0)).isZero();
      }
    }
  }

  @Test
  void itsEpollIsClosed_othersGoOn() throws Exception {
    assertThat(readReported(10, 1)).isEqualTo(1);
    steps.close();
    try (Steps second = new Steps()) {
      FutureTask<Integer> there = second.spawn(() -> socket.getInputStream().read(new byte[10]));
      write(2);
      second.look();
      assertThat(there.get()).isEqualTo(2);
    }
    write(3);
    assertThat(read(10).get()).isEqualTo(3);
  }

  // --- the descriptor ---

  @Test
  void closed_isForgotten_andTheNumberServesAChannel() throws Exception {
    assertThat(readReported(10, 1)).isEqualTo(1);
    Arrivals before = theOne();
    socket.close();
    assertThat(Steps.known()).isEmpty();
    List<Pipe> pipes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Pipe pipe = Pipe.open();
      pipes.add(pipe);
      FutureTask<Integer> waiter = steps.spawn(() -> pipe.source().read(ByteBuffer.allocate(10)));
      pipe.sink().write(ByteBuffer.allocate(2));
      steps.look();
      assertThat(waiter.get()).isEqualTo(2);
    }
    assertThat(before.some).as("nobody's any more").isFalse();
    for (Pipe pipe : pipes) {
      pipe.source().close();
      pipe.sink().close();
    }
  }

  @Test
  void closedUnderTheReader_itEnds_andItIsForgotten() throws Exception {
    FutureTask<Integer> reader = read(10);
    socket.close();
    steps.run();
    assertThat(reader)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("Socket closed");
    assertThat(Steps.known()).isEmpty();
  }

  @Test
  void inputShutDown_readerFindsTheEnd() throws Exception {
    FutureTask<Integer> reader = read(10);
    socket.shutdownInput();
    steps.run();
    assertThat(reader.get()).isEqualTo(-1);
  }

  // --- when it cannot be ---

  @Test
  void socketsBeforeTheFirstHub_eachWaitIsArmed() {
    Child child = Child.run(List.of(), ChildProgram.class, "socketFirst");
    assertThat(child.output())
        .isEqualTo("epoll, armed for each wait: sockets were used before the first hub");
  }
}
