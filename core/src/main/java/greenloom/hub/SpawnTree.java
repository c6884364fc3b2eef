package greenloom.hub;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes down who has spawned whom, of those that live. */
final class SpawnTree {
  /**
   * A line of spawners deeper than this is not followed; programs that loop by spawning have one.
   */
  private static final int DEEPEST = 100;

  private final Map<Long, List<GreenThread>> children = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  private SpawnTree(List<GreenThread> threads) {
    for (GreenThread t : threads) {
      children.computeIfAbsent(t.spawnerId(), id -> new ArrayList<>()).add(t);
    }
  }

  static String of(Hub hub) {
    List<GreenThread> threads = hub.threads().reversed();
    SpawnTree tree = new SpawnTree(threads);
    tree.text.append(hub.name()).append(": ").append(threads.size()).append(" green threads\n");
    Set<Long> alive = new HashSet<>();
    threads.forEach(t -> alive.add(t.thread().threadId()));
    for (Map.Entry<Long, List<GreenThread>> e : Map.copyOf(tree.children).entrySet()) {
      if (!alive.contains(e.getKey())) {
        tree.top(hub, e.getKey(), e.getValue());
      }
    }
    return tree.text.toString();
  }

  /** Those whose spawner is no living green thread of this hub. */
  private void top(Hub hub, long spawner, List<GreenThread> spawned) {
    String name = spawned.getFirst().spawner();
    boolean home = spawner == hub.home().threadId();
    text.append("  ").append(home ? "thread " + name : name == null ? "nobody of ours" : name);
    text.append(home || name == null ? "" : ", ended or elsewhere").append('\n');
    spawned.forEach(t -> add(t, 2));
  }

  private void add(GreenThread t, int depth) {
    text.append("  ".repeat(depth)).append(t.name()).append(": ");
    text.append(Standing.of(t)).append(Standing.age(t)).append('\n');
    List<GreenThread> spawned = children.getOrDefault(t.thread().threadId(), List.of());
    if (depth < DEEPEST) {
      spawned.forEach(c -> add(c, depth + 1));
    } else if (!spawned.isEmpty()) {
      text.append("  ".repeat(depth + 1)).append("and so on\n");
    }
  }
}
