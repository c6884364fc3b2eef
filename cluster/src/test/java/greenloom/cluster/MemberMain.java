package greenloom.cluster;

import greenloom.process.SharedLock;
import java.time.Duration;
import java.util.Arrays;

/** A member in a process of its own, until somebody ends it or closes its input. */
final class MemberMain {
  private MemberMain() {}

  /** Takes a name, {@code holds} or {@code idles}, and the members. */
  public static void main(String[] args) throws Exception {
    String[] members = Arrays.copyOfRange(args, 2, args.length);
    Cluster cluster =
        Cluster.setup().name(args[0]).members(members).silence(Duration.ofSeconds(4)).join();
    SharedLock lock = cluster.lock("held");
    if (args[1].equals("holds")) {
      lock.lock();
      cluster.semaphore("permits", 2).acquire();
    }
    IO.println("joined");
    while (System.in.read() >= 0) {
      IO.println(answer(cluster));
    }
    cluster.close();
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
