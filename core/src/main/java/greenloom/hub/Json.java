package greenloom.hub;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A JSON text that is being written; puts the commas where they belong. */
final class Json {
  private final StringBuilder text = new StringBuilder();
  private boolean comma;

  Json open(char bracket) {
    separate();
    text.append(bracket);
    comma = false;
    return this;
  }

  Json close(char bracket) {
    text.append(bracket);
    comma = true;
    return this;
  }

  /** Begins a member of an object. */
  Json key(String name) {
    separate();
    quote(name);
    text.append(':');
    comma = false;
    return this;
  }

  Json value(@Nullable String value) {
    separate();
    if (value == null) {
      text.append("null");
    } else {
      quote(value);
    }
    comma = true;
    return this;
  }

  Json value(long value) {
    return raw(Long.toString(value));
  }

  Json value(boolean value) {
    return raw(Boolean.toString(value));
  }

  private Json raw(String value) {
    separate();
    text.append(value);
    comma = true;
    return this;
  }

  private void separate() {
    if (comma) {
      text.append(',');
    }
    comma = false;
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c == '<' || Character.isSurrogate(c)) { // also safe inside of a page
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
