package greenloom.app.url;

/** Text that is no URL this program can fetch. The message says why, without the text itself. */
public final class BadUrl extends Exception {
  /**
   * What kind of trouble it is: links of a page are dropped for either, but only one is a mistake.
   */
  public enum Kind {
    /** A scheme other than http and https. */
    SCHEME,
    /** Not a URL at all. */
    SYNTAX
  }

  private final Kind kind;

  BadUrl(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  static BadUrl syntax(String message) {
    return new BadUrl(Kind.SYNTAX, message);
  }

  /** What kind of trouble it is. */
  public Kind kind() {
    return kind;
  }
}
