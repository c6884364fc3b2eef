package greenloom.examples;

import greenloom.process.ProcessQueue;
import greenloom.process.Worker;
import java.util.List;

/** A worker process puts a list into a queue, and this one takes it out: a copy. */
final class QueueBetweenProcesses {
  static void main() {
    ProcessQueue<List<Object>> queue = ProcessQueue.unbounded();
    Worker<Void> worker = Worker.start(() -> queue.put(List.of(1, "two", 3.0)));
    IO.println(queue.take());
    worker.join();
  }
}
