package greenloom.examples;

import static java.time.Duration.ofMillis;

import greenloom.coroutine.Generator;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A scheduler of generators: a task yields how long it wants to wait, and others run meanwhile. */
final class TaskScheduler {
  private record Task(Duration due, Generator<Duration> body) {}

  private final Queue<Task> tasks = new PriorityQueue<>(Comparator.comparing(Task::due));
  private Duration now = Duration.ZERO;

  void main() throws InterruptedException {
    spawn(countdown("tea", ofMillis(300)));
    spawn(countdown("egg", ofMillis(200)));
    loop();
  }

  private static Generator<Duration> countdown(String what, Duration step) {
    return Generator.of(out -> {
      for (int left = 3; left > 0; left--) {
        IO.println(what + " " + left);
        out.yield(step);
      }
      IO.println(what + " is ready");
    });
  }

  private void spawn(Generator<Duration> body) {
    tasks.add(new Task(now, body));
  }

  private void loop() throws InterruptedException {
    while (!tasks.isEmpty()) {
      Task task = tasks.remove(); // the one that is due first
      Thread.sleep(task.due.minus(now));
      now = task.due;
      if (task.body.hasNext()) { // runs it up to its next yield
        tasks.add(new Task(now.plus(task.body.next()), task.body));
      }
    }
  }
}
