package greenloom.examples;

import static greenloom.Greenloom.sleep;
import static java.time.Duration.ofMillis;

import greenloom.Group;
import greenloom.sync.GreenQueue;

/** Two workers take jobs out of a queue that holds two, and go home when it has been shut down. */
final class Workers {
  private final GreenQueue<Integer> jobs = GreenQueue.bounded(2);

  void main() {
    Group workers = new Group();
    workers.spawn(() -> work("first worker"));
    workers.spawn(() -> work("second worker"));
    for (int job = 1; job <= 6; job++) {
      jobs.put(job); // waits while the queue is full
      IO.println("job " + job + " is in the queue");
    }
    jobs.shutdown(); // no more to come
    workers.join();
  }

  private void work(String name) {
    for (int job : jobs) { // waits for each, and ends with the queue
      sleep(ofMillis(100L * job));
      IO.println(name + " has done job " + job);
    }
    IO.println(name + " goes home");
  }
}
