package greenloom.examples;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static java.time.Duration.ofMillis;

import java.util.stream.IntStream;

/** Ten tasks of half a second: five seconds one after the other, half a second together. */
final class TenTasks {
  static void main() {
    IO.println("Synchronous:");
    synchronous();
    IO.println("Asynchronous:");
    asynchronous();
  }

  private static void synchronous() {
    for (int i = 0; i < 10; i++) {
      task(i);
    }
  }

  private static void asynchronous() {
    joinAll(IntStream.range(0, 10).mapToObj(i -> spawn(() -> task(i))).toList());
  }

  private static void task(int id) {
    sleep(ofMillis(500));
    IO.println("Task " + id + " done");
  }
}
