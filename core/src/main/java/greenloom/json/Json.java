package greenloom.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text that is being written; puts the commas where they belong. It can stand in a page of
 * HTML as it is. Failures of what it is written to come out unchecked.
 */
public final class Json {
  private final Appendable out;
  private boolean comma;

  /** Makes one that {@link #toString} gives. */
  public Json() {
    this(new StringBuilder());
  }

  /** Makes one that is written to {@code out}. */
  public Json(Appendable out) {
    this.out = out;
  }

  /** Begins an object or an array, by its bracket. */
  public Json open(char bracket) {
    separate();
    append(String.valueOf(bracket));
    return this;
  }

  /** Ends it. */
  public Json close(char bracket) {
    append(String.valueOf(bracket));
    comma = true;
    return this;
  }

  /** Begins a member of an object. */
  public Json key(String name) {
    separate();
    quote(name);
    append(":");
    return this;
  }

  /** Writes a text, or null. */
  public Json value(@Nullable String value) {
    separate();
    if (value == null) {
      append("null");
    } else {
      quote(value);
    }
    comma = true;
    return this;
  }

  /** Writes a whole number. */
  public Json value(long value) {
    return raw(Long.toString(value));
  }

  /** Writes true or false. */
  public Json value(boolean value) {
    return raw(Boolean.toString(value));
  }

  /** Writes {@code value}, which is not negative, divided by a thousand. */
  public Json thousandths(long value) {
    String rest = Long.toString(1000 + value % 1000).substring(1);
    return raw(value / 1000 + "." + rest);
  }

  private Json raw(String value) {
    separate();
    append(value);
    comma = true;
    return this;
  }

  private void separate() {
    if (comma) {
      append(",");
    }
    comma = false;
  }

  private void quote(String value) {
    StringBuilder text = new StringBuilder(value.length() + 2).append('"');
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
    append(text.append('"').toString());
  }

  private void append(String text) {
    try {
      out.append(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what has been written, if that went to no place of the caller's. */
  @Override
  public String toString() {
    return out.toString();
  }
}
