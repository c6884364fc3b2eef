package greenloom.cluster;

import greenloom.process.SharedList;
import greenloom.process.SharedMap;
import greenloom.process.SharedQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** A member in a process of its own, until somebody ends it or closes its input. */
final class MemberMain {
  private MemberMain() {}

  /**
   * Takes a name, {@code holds}, {@code idles} or {@code fills}, and the members. The property
   * {@code store} is the folder of a store.
   */
  public static void main(String[] args) throws Exception {
    String[] members = Arrays.copyOfRange(args, 2, args.length);
    ClusterSetup setup =
        Cluster.setup().name(args[0]).members(members).silence(Duration.ofSeconds(4));
    String folder = System.getProperty("store");
    if (folder != null) {
      setup = setup.store(ClusterStore.inFolder(Path.of(folder)));
    }
    Cluster cluster = setup.join();
    if (!args[1].equals("idles") && cluster.lock("held").tryLock()) {
      cluster.semaphore("permits", 2).acquire();
    }
    IO.println("joined");
    if (args[1].equals("fills")) {
      int _ = System.in.read();
      fill(cluster);
    }
    while (System.in.read() >= 0) {
      IO.println(answer(cluster));
    }
    cluster.close();
  }

  /** Says the number of each item that is in the list, the dict and the queue. */
  private static void fill(Cluster cluster) {
    int first = (int) (ProcessHandle.current().pid() % 20_000) * 100_000;
    SharedList<Integer> list = cluster.list("list");
    SharedMap<Integer, String> dict = cluster.dict("dict");
    SharedQueue<Integer> queue = cluster.queue("queue", 1_000_000);
    for (int i = first; ; i++) {
      boolean _ = list.add(i);
      String _ = dict.put(i, "value " + i);
      queue.put(i);
      IO.println(i);
    }
  }

  private static String answer(Cluster cluster) {
    try {
      int n = cluster.value("n", 0).update(before -> before + 1);
      return cluster.members().size() + " members, n=" + n;
    } catch (NoMajorityException e) {
      return "no majority";
    }
  }
}
