package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.jdk.Jdk;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills from another thread, at any moment, of threads that wait for sockets and, in between, for
 * what is ended by an interrupt: none of the interrupts may close a socket.
 */
@Timeout(60)
class SocketKillStressIT {
  private static final int WORKERS = 12;
  private static final Duration TIME = Duration.ofMillis(1_000);

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
  private final Object monitor = new Object();
  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger trips = new AtomicInteger();
  private final List<Throwable> others = new ArrayList<>();
  private volatile boolean stop;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void kills_atAnyMoment_closeNoSocket(long seed) throws Exception {
    Hub hub = hubs.start("stressed");
    assumeTrue(Jdk.features().epoll(), "SKIPPED: nobody asks us before a wait for a socket");
    List<Socket> ends = new ArrayList<>();
    List<GreenThread> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      Socket[] pair = pair();
      ends.addAll(List.of(pair));
      Random random = new Random(seed * WORKERS + i);
      hub.spawn("echo", () -> UncheckedFailure.of(() -> echo(pair[1])));
      workers.add(hub.spawn("worker", () -> work(pair[0], random)));
    }
    killAround(workers, new Random(seed));
    stop = true;
    for (int i = 0; i < 2 * WORKERS; i++) {
      queue.add(i); // for those who still wait
    }
    for (GreenThread w : workers) {
      assertThat(w.thread().join(JdkWait.SOON)).as("%s", hub.dump()).isTrue();
    }
    assertThat(others).isEmpty();
    assertThat(kills.get()).isPositive();
    assertThat(trips.get()).isPositive();
    for (int i = 0; i < ends.size(); i += 2) {
      assertThat(ends.get(i).isClosed()).isFalse();
      ends.get(i).close();
    }
  }

  private static Socket[] pair() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
      return new Socket[] {client, server.accept()};
    }
  }

  private static Void echo(Socket socket) throws IOException {
    try (socket) {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        socket.getOutputStream().write(b);
      }
    }
    return null;
  }

  private static void killAround(List<GreenThread> workers, Random random) {
    long until = System.nanoTime() + TIME.toNanos();
    while (System.nanoTime() - until < 0) {
      workers.get(random.nextInt(workers.size())).deliver(new GreenletExit());
      for (int spin = random.nextInt(20_000); spin > 0; spin--) {
        Thread.onSpinWait();
      }
    }
  }

  private void work(Socket socket, Random random) {
    while (!stop) {
      try {
        operation(socket, random.nextInt(6));
      } catch (Throwable e) {
        if (GreenThread.current().unmask(e) instanceof GreenletExit) {
          kills.incrementAndGet();
        } else {
          others.add(e);
        }
      }
    }
  }

  private void operation(Socket socket, int kind) throws IOException, InterruptedException {
    switch (kind) {
      case 0 -> {
        queue.put(1);
        Thread.yield();
        queue.poll(1, TimeUnit.MILLISECONDS);
      }
      case 1 -> waitInMonitor();
      case 2 ->
          UncheckedFailure.of(() ->
              GreenThread.shield(() -> {
                roundTrip(socket);
                return null;
              }));
      case 3 -> timedRead(socket);
      default -> roundTrip(socket);
    }
  }

  private void waitInMonitor() throws InterruptedException {
    synchronized (monitor) {
      monitor.notifyAll();
      monitor.wait(1);
    }
  }

  /** One that was killed leaves an answer behind: then this one gets that. */
  private void roundTrip(Socket socket) throws IOException {
    socket.setSoTimeout(0);
    socket.getOutputStream().write(7);
    assertThat(socket.getInputStream().read()).isEqualTo(7);
    trips.incrementAndGet();
  }

  private static void timedRead(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    socket.setSoTimeout(1);
    try {
      while (in.read() == 7) {
        Thread.yield();
      }
    } catch (SocketTimeoutException e) {
      Thread.yield();
    }
  }
}
