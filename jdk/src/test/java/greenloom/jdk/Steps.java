package greenloom.jdk;

import java.io.IOException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A scheduler that runs, and looks into its epoll, when told to. */
final class Steps implements Executor, SocketWaits, AutoCloseable {
  private static final int LONG_MILLIS = 20_000;

  final Epoll epoll = Jdk.openEpoll();
  final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
  int waits;

  Steps() throws IOException {}

  @Override
  public void execute(Runnable r) {
    ready.add(r);
  }

  @Override
  public boolean begin(int fd, boolean read) throws IOException {
    waits++;
    return epoll.arm(fd, read);
  }

  @Override
  public boolean end(int fd, boolean read, boolean woken) {
    return epoll.disarm(fd, read, woken);
  }

  <T> FutureTask<T> spawn(Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    GreenThreads.create(this, "reader", task, new CountingTask()).start();
    run();
    return task;
  }

  void run() {
    for (Runnable r = ready.poll(); r != null; r = ready.poll()) {
      r.run();
    }
  }

  void look() {
    epoll.deliver(epoll.await(LONG_MILLIS));
    run();
  }

  @Override
  public void close() {
    epoll.close();
  }

  /** What is known of any descriptor. */
  static Stream<Arrivals> known() {
    return IntStream.range(0, 4_096).mapToObj(Reads25::at).filter(Objects::nonNull);
  }
}
