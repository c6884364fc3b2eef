package greenloom.app.console;

/** What {@code --progress} can be. */
public enum ProgressChoice {
  /** A bar on a terminal, else plain lines. */
  AUTO,
  /** One line that is drawn over and over. */
  BAR,
  /** A line every few seconds. */
  PLAIN,
  /** Nothing. */
  NONE
}
