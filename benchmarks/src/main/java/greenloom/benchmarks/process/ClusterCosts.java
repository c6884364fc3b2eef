package greenloom.benchmarks.process;

import static greenloom.benchmarks.process.Rate.tell;

import greenloom.Greenloom;
import greenloom.Group;
import greenloom.cluster.Cluster;
import greenloom.process.Pipe;
import greenloom.process.PipeEnd;
import greenloom.process.SharedEvent;
import greenloom.process.SharedMap;
import greenloom.process.SharedQueue;
import greenloom.process.TaskPool;
import greenloom.process.VoidTask;
import greenloom.process.Worker;
import greenloom.process.WorkerSetup;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What {@link ProcessCosts} measures, as far as a cluster has it, between two members on this
 * machine. Half of the tasks and half of the objects are with either.
 */
public final class ClusterCosts {
  private static final String[] PLACES =
      IntStream.range(5811, 5821).mapToObj(port -> "127.0.0.1:" + port).toArray(String[]::new);
  private static final int KEYS = 100;

  /** Without the JDK's warning of what Hazelcast does, which the suite would pass on. */
  private static final WorkerSetup QUIET =
      Worker.setup().jvmOptions("--sun-misc-unsafe-memory-access=allow");

  private final Cluster cluster;
  private final Rate rate;

  private ClusterCosts(Cluster cluster, Rate rate) {
    this.cluster = cluster;
    this.rate = rate;
  }

  /** Runs it: seconds to warm up, and seconds that count. */
  static void main(String... args) {
    Greenloom.run(() -> {
      try (Cluster cluster = Cluster.setup().members(PLACES).join()) {
        SharedEvent over = cluster.event();
        String name = cluster.name();
        Worker<Void> other = QUIET.start(() -> takePart(name, over));
        if (!cluster.awaitMembers(2, Duration.ofMinutes(1))) {
          throw new IllegalStateException("the other member has not come");
        }
        new ClusterCosts(cluster, new Rate(args)).measure();
        over.set();
        other.join();
      }
    });
  }

  private static void takePart(String name, SharedEvent over) {
    try (Cluster _ = Cluster.setup().name(name).members(PLACES).join()) {
      over.await();
    }
  }

  private void measure() throws Exception {
    TaskPool pool = cluster.pool(1);
    List<Integer> many = IntStream.range(0, 1000).boxed().toList();
    tell("map", rate.perSecond(() -> pool.mapAsync((Integer n) -> n + 1, many, 1).get().size()));
    pool.close();
    pool.join();
    queue();
    pipe();
    dict();
  }

  private void queue() throws Exception {
    SharedQueue<Integer> there = cluster.queue();
    SharedQueue<Integer> back = cluster.queue();
    Worker<Void> worker = other(() -> there.forEach(back::put));
    tell(
        "queue",
        rate.perSecond(() -> {
          there.put(1);
          return back.take();
        }));
    there.shutdown();
    worker.join();
  }

  private void pipe() throws Exception {
    Pipe<Integer> pipe = cluster.pipe();
    PipeEnd<Integer> end = pipe.second();
    Worker<Void> worker = other(() -> end.forEach(end::send));
    tell(
        "pipe",
        rate.perSecond(() -> {
          pipe.first().send(1);
          return pipe.first().receive();
        }));
    pipe.first().close();
    worker.join();
  }

  /** Has another process do something as a third member. */
  private Worker<Void> other(VoidTask body) {
    String name = cluster.name();
    Worker<Void> worker =
        QUIET.start(() -> {
          try (Cluster _ = Cluster.setup().name(name).members(PLACES).join()) {
            body.run();
          }
        });
    if (!cluster.awaitMembers(3, Duration.ofMinutes(1))) {
      throw new IllegalStateException("the third member has not come");
    }
    return worker;
  }

  private void dict() throws Exception {
    SharedMap<Integer, Integer> shared = cluster.dict();
    for (int key = 0; key < KEYS; key++) {
      shared.put(key, key);
    }
    int[] next = {0};
    tell("manager", rate.perSecond(() -> shared.getOrDefault(next[0]++ % KEYS, 0) < 0 ? 0 : 1));
    tell("manager-20", rate.perSecond(() -> twenty(shared)));
  }

  private static int twenty(SharedMap<Integer, Integer> shared) {
    Group group = new Group();
    for (int g = 0; g < 20; g++) {
      group.spawn(() -> {
        for (int i = 0; i < 50; i++) {
          shared.getOrDefault(i, 0);
        }
      });
    }
    group.join();
    return 1000;
  }
}
