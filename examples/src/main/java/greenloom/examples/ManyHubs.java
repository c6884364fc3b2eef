package greenloom.examples;

import static greenloom.Greenloom.callOn;
import static greenloom.Greenloom.spawnOn;

import greenloom.Greenlet;
import greenloom.hub.HubLocal;
import greenloom.hub.Hubs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Three hubs, so up to three processors: work dealt out in turn, and data that needs no lock. */
final class ManyHubs {
  private static final HubLocal<int[]> TRIED = new HubLocal<>(hub -> new int[1]);
  private static final HubLocal<Map<String, Integer>> VISITS =
      new HubLocal<>(hub -> new HashMap<>());

  static void main() {
    try (Hubs hubs = Hubs.start(3)) {
      List<Greenlet<Integer>> counts = new ArrayList<>();
      for (int from = 0; from < 60_000; from += 10_000) {
        int first = from;
        counts.add(spawnOn(hubs, () -> primes(first, first + 10_000)));
      }
      counts.forEach(count -> IO.println(count.get() + " primes, by " + count.hub().name()));
      hubs.members()
          .forEach(hub -> IO.println(hub.name() + " has tried " + TRIED.get(hub)[0] + " numbers"));

      for (String name : List.of("ann", "bob", "ann", "cleo", "ann")) {
        int visits = callOn(hubs.forKey(name), () -> VISITS.get().merge(name, 1, Integer::sum));
        IO.println(name + ": visit " + visits);
      }
    }
  }

  private static int primes(int from, int to) {
    int[] tried =
        TRIED.get(); // that of the hub this greenlet runs on, from its beginning to its end
    int primes = 0;
    for (int n = from; n < to; n++) {
      tried[0]++;
      primes += isPrime(n) ? 1 : 0;
    }
    return primes;
  }

  private static boolean isPrime(int n) {
    for (int divisor = 2; divisor * divisor <= n; divisor++) {
      if (n % divisor == 0) {
        return false;
      }
    }
    return n > 1;
  }
}
