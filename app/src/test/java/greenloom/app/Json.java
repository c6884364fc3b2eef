package greenloom.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One JSON object; what is inside of another is found by names with dots between. */
final class Json {
  private final Map<String, Object> values;

  private Json(Map<String, Object> values) {
    this.values = values;
  }

  /** Reads one object and nothing else. */
  static Json of(String text) {
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new AssertionError("no object: " + text);
      }
      Json json = new Json(object(parser));
      if (parser.nextToken() != null) {
        throw new AssertionError("more than an object: " + text);
      }
      return json;
    }
  }

  private static Map<String, Object> object(JsonParser parser) {
    Map<String, Object> values = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      values.put(name, value(parser));
    }
    return values;
  }

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<Object> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          all.add(value(parser));
        }
        yield all;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> String.valueOf(parser.getString());
    };
  }

  /** The names of the object itself, in their order. */
  Iterable<String> keys() {
    return values.keySet();
  }

  double number(String path) {
    return find(path) instanceof Double d ? d : fail(path, "number");
  }

  /** The texts of an array. */
  List<Object> texts(String path) {
    return find(path) instanceof List<?> list ? new ArrayList<>(list) : fail(path, "list");
  }

  /** An object as a map. */
  Map<Object, Object> map(String path) {
    return find(path) instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : fail(path, "object");
  }

  private Object find(String path) {
    Object at = values;
    for (String name : path.split("\\.")) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at;
  }

  private <T> T fail(String path, String type) {
    throw new AssertionError("no " + type + " at " + path + " of " + values);
  }
}
