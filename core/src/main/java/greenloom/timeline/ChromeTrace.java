package greenloom.timeline;

import greenloom.hub.Recording;
import greenloom.hub.Recording.Life;
import greenloom.hub.Recording.Span;
import greenloom.hub.Recording.State;
import greenloom.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The trace-event format of Chrome: "Trace Event Format", Nat Duca and Dan Sinclair, 2016. Times
 * are microseconds.
 */
final class ChromeTrace {
  private static final int PROCESS = 1;

  private final Json json;

  private ChromeTrace(Appendable out) {
    this.json = new Json(out);
  }

  static void write(Recording recording, Appendable out) {
    ChromeTrace trace = new ChromeTrace(out);
    List<Life> lives = recording.lives();
    trace.json.open('{').key("displayTimeUnit").value("ms");
    trace.json.key("otherData").open('{').key("lost").value(recording.lost()).close('}');
    trace.json.key("traceEvents").open('[');
    trace.named("process_name", 0, "hub " + recording.hubName());
    Set<Long> seen = new HashSet<>();
    for (Life life : lives) {
      trace.life(life);
      if (life.spawner() != null && seen.contains(life.spawnerId())) {
        trace.spawned(life);
      }
      seen.add(life.id());
    }
    trace.json.close(']').close('}');
  }

  private void life(Life life) {
    named("thread_name", life.id(), life.name());
    for (Span span : life.spans()) {
      boolean waits = span.state() == State.WAITING;
      event("X", waits ? span.what() : word(span.state()), life.id(), span.begin());
      json.key("dur").thousandths(span.end() - span.begin());
      json.key("cat").value(word(span.state())).close('}');
    }
  }

  private static String word(State state) {
    return switch (state) {
      case READY -> "ready";
      case RUNNING -> "running";
      case WAITING -> "waiting";
    };
  }

  /** An arrow from the spawner to the beginning of {@code life}. */
  private void spawned(Life life) {
    if (life.spans().isEmpty() || life.spans().getFirst().state() != State.READY) {
      return; // it was there before the recording
    }
    long at = life.spans().getFirst().begin();
    event("s", "spawn", life.spawnerId(), at);
    json.key("id").value(life.id()).key("cat").value("spawn").close('}');
    event("f", "spawn", life.id(), at);
    json.key("id").value(life.id()).key("cat").value("spawn");
    json.key("bp").value("e").close('}');
  }

  /** Begins an event, to be closed by the caller. */
  private void event(String kind, String name, long thread, long at) {
    json.open('{').key("ph").value(kind).key("name").value(name);
    json.key("pid").value(PROCESS).key("tid").value(thread);
    json.key("ts").thousandths(at);
  }

  private void named(String what, long thread, String name) {
    json.open('{').key("ph").value("M").key("name").value(what);
    json.key("pid").value(PROCESS).key("tid").value(thread);
    json.key("args").open('{').key("name").value(name).close('}').close('}');
  }
}
