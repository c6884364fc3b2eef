package greenloom.examples;

import greenloom.process.ProcessLock;
import greenloom.process.Worker;
import java.util.List;
import java.util.stream.IntStream;

/** Five workers print to the same screen, one at a time. */
final class OneScreen {
  static void main() {
    ProcessLock screen = new ProcessLock();
    List<Worker<Void>> workers =
        IntStream.range(0, 5).mapToObj(n -> Worker.start(() -> print(screen, n))).toList();
    workers.forEach(Worker::join);
  }

  private static void print(ProcessLock screen, int n) throws InterruptedException {
    screen.lock();
    try {
      IO.println("worker " + n + " begins to print");
      Thread.sleep(20);
      IO.println("worker " + n + " has printed");
    } finally {
      screen.unlock();
    }
  }
}
