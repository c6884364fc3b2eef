package greenloom.timeline;

import greenloom.hub.Recording;
import greenloom.hub.Recording.Life;
import greenloom.hub.Recording.Span;
import greenloom.hub.Recording.State;
import greenloom.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One page of HTML with a recording in it; what draws it is in {@code page.html}. */
final class Page {
  private static final String PLACE = "\"DATA\"";

  private Page() {}

  static void write(Recording recording, Appendable out) {
    String page = template();
    int at = page.indexOf(PLACE);
    try {
      out.append(page, 0, at);
      data(recording, new Json(out));
      out.append(page, at + PLACE.length(), page.length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String template() {
    try (InputStream in = Page.class.getResourceAsStream("page.html")) {
      return new String(
          Objects.requireNonNull(in, "page.html is missing").readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Spans as three numbers each, state, text and begin; the end of the last one follows. */
  private static void data(Recording recording, Json json) {
    List<Life> lives = recording.lives();
    Map<String, Integer> texts = new LinkedHashMap<>();
    json.open('{').key("hub").value(recording.hubName());
    json.key("nanos").value(recording.nanos()).key("lost").value(recording.lost());
    json.key("lives").open('[');
    for (Life life : lives) {
      json.open('{').key("id").value(life.id()).key("name").value(life.name());
      json.key("by").value(life.spawner()).key("byId").value(life.spawnerId());
      json.key("site").value(life.site()).key("ended").value(life.ended());
      json.key("spans").open('[');
      for (Span span : life.spans()) {
        json.value(number(span.state())).value(number(texts, span.what())).value(span.begin());
      }
      if (!life.spans().isEmpty()) {
        json.value(life.spans().getLast().end());
      }
      json.close(']').close('}');
    }
    json.close(']').key("texts").open('[');
    texts.keySet().forEach(json::value);
    json.close(']').close('}');
  }

  /** As the page knows it. */
  private static int number(State state) {
    return switch (state) {
      case READY -> 0;
      case RUNNING -> 1;
      case WAITING -> 2;
    };
  }

  private static int number(Map<String, Integer> texts, String text) {
    return texts.computeIfAbsent(text, _ -> texts.size());
  }
}
