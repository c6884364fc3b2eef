package greenloom.stress.toolbox;

import greenloom.sync.Event;
import java.util.List;

/** An event that is set and cleared: whoever waits when it is set goes on, if cleared at once. */
final class EventTool implements Tool {
  private final Event event = new Event();
  private final Waiting waiting = new Waiting();

  @Override
  public String play(Turn turn) {
    return switch (turn.pick(4)) {
      case 0 -> {
        event.set();
        yield "set";
      }
      case 1 -> {
        event.set();
        event.clear();
        yield "pulsed";
      }
      default -> waiting.during(() -> turn.await(event::await, event::await)) ? "seen" : "not set";
    };
  }

  @Override
  public List<String> forgotten() {
    return waiting.any() && event.isSet() ? List.of(waiting + " for " + event) : List.of();
  }

  @Override
  public void close() {
    event.set();
  }

  @Override
  public List<String> wrong() {
    return List.of();
  }
}
