package greenloom.app;

import java.io.PrintStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Prints one JSON object and a line end. */
final class JsonSummary {
  /** The form of the summaries; a new key leaves it as it is. */
  static final int SCHEMA = 1;

  private JsonSummary() {}

  static void print(PrintStream out, Consumer<JsonGenerator> properties) {
    JsonFactory factory =
        JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeNumberProperty("schema", SCHEMA);
      properties.accept(json);
      json.writeEndObject();
    }
    out.println();
  }
}
