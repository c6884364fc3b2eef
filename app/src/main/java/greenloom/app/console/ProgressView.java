package greenloom.app.console;

/**
 * Shows how far things are, and lines of text in between. For one thread or the greenlets of one
 * hub.
 */
public interface ProgressView extends AutoCloseable {
  /** Begins something that is shown under this name; empty for no name. */
  void begin(String phase);

  /** Shows how far it is; called often. */
  void show(Progress progress);

  /** Prints a line that stays. */
  void line(String text);

  /** Takes away what does not stay. */
  @Override
  void close();
}
