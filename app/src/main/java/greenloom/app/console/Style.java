package greenloom.app.console;

/** Text in colour, or not. */
public enum Style {
  /** As it is. */
  PLAIN,
  /** With the escape sequences that terminals know. */
  COLOUR;

  private static final String RESET = "\u001b[0m";

  /** What went well. */
  public String good(String text) {
    return in("\u001b[32m", text);
  }

  /** What went wrong. */
  public String bad(String text) {
    return in("\u001b[31m", text);
  }

  /** What matters most. */
  public String strong(String text) {
    return in("\u001b[1m", text);
  }

  private String in(String start, String text) {
    return this == COLOUR ? start + text + RESET : text;
  }
}
