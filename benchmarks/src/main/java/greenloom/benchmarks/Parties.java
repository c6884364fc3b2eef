package greenloom.benchmarks;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/** Runs the parties of a batch side by side and adds up what they did. */
final class Parties {
  private Parties() {}

  /** Each party is a greenlet of the calling thread's hub. */
  static long greenlets(Batch... parties) {
    List<Greenlet<Long>> greenlets = new ArrayList<>();
    for (Batch party : parties) {
      greenlets.add(spawn(party::run));
    }
    joinAll(greenlets);
    return greenlets.stream().mapToLong(Greenlet::get).sum();
  }

  /** Each party is a virtual thread of the JDK's scheduler. */
  static long virtualThreads(Batch... parties) throws Exception {
    return threads(Thread.ofVirtual(), parties);
  }

  /** Each party is a platform thread. */
  static long platformThreads(Batch... parties) throws Exception {
    return threads(Thread.ofPlatform(), parties);
  }

  private static long threads(Thread.Builder kind, Batch... parties) throws Exception {
    List<FutureTask<Long>> tasks = new ArrayList<>();
    for (Batch party : parties) {
      tasks.add(new FutureTask<>(party::run));
    }
    tasks.forEach(kind::start);
    long sum = 0;
    for (FutureTask<Long> task : tasks) {
      sum += task.get();
    }
    return sum;
  }
}
