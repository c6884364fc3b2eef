package greenloom.examples;

import greenloom.cluster.Cluster;
import greenloom.process.SharedEvent;
import greenloom.process.SharedMap;
import greenloom.process.TaskPool;
import greenloom.process.Worker;
import greenloom.process.WorkerSetup;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Three members of a cluster, here all on this machine, with one dictionary and one pool. */
final class ClusterOfThree {
  /** The same list for all; each listens at the first that is free. */
  private static final String[] PLACES =
      IntStream.range(5801, 5811).mapToObj(port -> "127.0.0.1:" + port).toArray(String[]::new);

  static void main() {
    try (Cluster cluster = Cluster.setup().members(PLACES).join()) {
      String name = cluster.name();
      SharedEvent over = cluster.event();
      WorkerSetup setup = Worker.setup().jvmOptions("--sun-misc-unsafe-memory-access=allow");
      List<Worker<Void>> others =
          Stream.generate(() -> setup.start(() -> takePart(name, over))).limit(2).toList();
      boolean _ = cluster.awaitMembers(3, Duration.ofMinutes(1));
      IO.println(cluster.members().size() + " members");
      compute(cluster);
      over.set();
      others.forEach(Worker::join);
    }
  }

  private static void takePart(String name, SharedEvent over) {
    try (Cluster _ = Cluster.setup().name(name).members(PLACES).join()) {
      over.await();
    }
  }

  private static void compute(Cluster cluster) {
    SharedMap<Integer, Long> doneBy = cluster.dict();
    TaskPool pool = cluster.pool(1);
    List<Integer> squares =
        pool.map(
            n -> {
              Thread.sleep(100);
              doneBy.put(n, ProcessHandle.current().pid());
              return n * n;
            },
            List.of(1, 2, 3, 4, 5, 6));
    pool.close();
    pool.join();
    IO.println(squares);
    IO.println("done by " + doneBy.values().stream().distinct().count() + " processes");
  }
}
