package greenloom.examples;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static java.time.Duration.ofMillis;

import greenloom.sync.GreenQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A user interface in small: a greenlet takes events out of a queue and calls their handlers. */
final class EventQueue {
  private record Event(String kind, String what) {}

  private final GreenQueue<Event> events = GreenQueue.unbounded();
  private final Map<String, List<Consumer<String>>> handlers = new HashMap<>();

  void main() {
    var typed = new StringBuilder();
    on("click", place -> IO.println("click at " + place));
    on("key", key -> IO.println("key " + key));
    on("key", typed::append);

    var loop = spawn(this::loop);
    joinAll(spawn(this::mouse), spawn(this::keyboard));
    loop.kill();
    IO.println("typed: " + typed);
  }

  private void on(String kind, Consumer<String> handler) {
    handlers.computeIfAbsent(kind, _ -> new ArrayList<>()).add(handler);
  }

  private void loop() {
    while (true) {
      Event event = events.take();
      handlers.getOrDefault(event.kind, List.of()).forEach(handler -> handler.accept(event.what));
    }
  }

  private void mouse() {
    events.put(new Event("click", "10,20"));
    sleep(ofMillis(200));
    events.put(new Event("move", "30,40")); // nobody asked for this kind
    events.put(new Event("click", "50,60"));
  }

  private void keyboard() {
    sleep(ofMillis(100));
    events.put(new Event("key", "a"));
    sleep(ofMillis(200));
    events.put(new Event("key", "b"));
  }
}
