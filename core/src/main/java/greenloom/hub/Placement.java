package greenloom.hub;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which hub of a group gets what is new. What is placed once stays there; nothing is ever moved.
 *
 * <p>Each belongs to one group. What has to be where its data is goes by {@link Hubs#forKey}
 * instead.
 */
@FunctionalInterface
public interface Placement {
  /**
   * Chooses one of {@code hubs}. Called by whichever threads place something, several at a time;
   * must not wait.
   */
  Hub choose(List<Hub> hubs);

  /** Returns one that takes all hubs in turn. */
  static Placement roundRobin() {
    AtomicInteger turn = new AtomicInteger();
    return hubs -> hubs.get(Math.floorMod(turn.getAndIncrement(), hubs.size()));
  }

  /**
   * Returns one that takes the hub with the fewest green threads, in turn if several have. Those
   * that are on their way count, and those that are ready count twice. Better than in turn where
   * some live much longer than others.
   */
  static Placement leastLoaded() {
    return new LeastLoaded();
  }
}
