package greenloom.hub;

import greenloom.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/** Writes down what a hub's green threads are about, as text or as JSON. */
final class Dump {
  private static final int NAMES = 10;

  private Dump() {}

  /** Everything about every green thread. */
  static String text(Hub hub) {
    List<GreenThread> threads = hub.threads();
    StringBuilder text = new StringBuilder();
    text.append(hub.name()).append(": ").append(threads.size()).append(" green threads");
    text.append(hub.loop().inbox().asleep() ? ", asleep" : "").append('\n');
    WaitGraph.circles(hub).forEach(circle -> text.append("deadlock: ").append(circle));
    GreenThread root = hub.root();
    if (root.waiting() != null) {
      text.append("  ").append(Standing.line(root)).append('\n');
    }
    for (GreenThread t : threads.reversed()) {
      text.append("  ").append(Standing.line(t)).append('\n');
      for (StackTraceElement f : Standing.frames(t.thread())) {
        text.append("      at ").append(f).append('\n');
      }
    }
    for (Watcher w : Watchers.of(hub).raw()) {
      text.append("  ").append(w).append('\n');
    }
    return text.toString();
  }

  /** The same as one JSON object. */
  static String json(Hub hub) {
    Json json = new Json().open('{');
    json.key("hub").value(hub.name());
    json.key("asleep").value(hub.loop().inbox().asleep());
    json.key("deadlocks").open('[');
    for (DeadlockCycle circle : WaitGraph.circles(hub)) {
      json.open('[');
      circle.threads().forEach(t -> json.value(t.thread().threadId()));
      json.close(']');
    }
    json.close(']').key("threads").open('[');
    if (hub.root().waiting() != null) {
      json(json, hub.root());
    }
    hub.threads().reversed().forEach(t -> json(json, t));
    json.close(']').key("rawWatchers").open('[');
    Watchers.of(hub).raw().forEach(w -> json.value(w.toString()));
    return json.close(']').close('}').toString();
  }

  private static void json(Json json, GreenThread t) {
    json.open('{').key("id").value(t.thread().threadId()).key("name").value(t.name());
    json.key("green").value(t.green());
    json.key("does").value(Standing.of(t));
    long since = Standing.nanosSince(t);
    if (since >= 0) {
      json.key("forMillis").value(since / 1_000_000);
    }
    if (t.spawner() != null) {
      json.key("spawnedBy").open('{');
      json.key("id").value(t.spawnerId()).key("name").value(t.spawner());
      json.close('}').key("spawnedIn").value(t.site());
    }
    json.key("stack").open('[');
    if (t.green()) {
      Standing.frames(t.thread()).forEach(f -> json.value(f.toString()));
    }
    json.close(']').close('}');
  }

  /** A few names, and how many more. */
  static String names(List<GreenThread> threads) {
    String few =
        threads.stream().limit(NAMES).map(GreenThread::name).collect(Collectors.joining(", "));
    int more = threads.size() - NAMES;
    return more > 0 ? few + " and " + more + " more" : few;
  }
}
