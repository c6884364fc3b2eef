package greenloom.hub;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes the hub with the least to do, as far as can be seen from outside.
 *
 * <p>What was sent to a hub does not count there before the hub has taken it in, and a burst would
 * all go to the same one. So what was sent is counted here until the hub has begun another turn.
 */
final class LeastLoaded implements Placement {
  private final HubLocal<Load> loads = new HubLocal<>(hub -> new Load(hub.loop()));
  private final AtomicInteger turn = new AtomicInteger();

  /** What one hub has to do, as seen by any thread; may be a little old. */
  private static final class Load {
    private final Loop loop;
    private final AtomicInteger sent = new AtomicInteger();
    private volatile long sentIn; // the turn of the loop

    Load(Loop loop) {
      this.loop = loop;
    }

    int now() {
      long turns = loop.counts().turns;
      if (turns != sentIn) {
        sentIn = turns;
        sent.set(0);
      }
      return loop.roster().live() + loop.ready() + sent.get();
    }

    void send() {
      sent.incrementAndGet();
    }
  }

  @Override
  public Hub choose(List<Hub> hubs) {
    int first = turn.getAndIncrement();
    Hub least = hubs.get(Math.floorMod(first, hubs.size()));
    int load = loads.get(least).now();
    for (int i = 1; i < hubs.size(); i++) {
      Hub other = hubs.get(Math.floorMod(first + i, hubs.size()));
      int others = loads.get(other).now();
      if (others < load) {
        least = other;
        load = others;
      }
    }
    loads.get(least).send();
    return least;
  }
}
