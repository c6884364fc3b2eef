package greenloom.app.console;

import java.time.Duration;

/** How far something is, and what is worth showing of it. */
public interface Progress {
  /** How much of the whole is done, from 0 to 1. */
  double share();

  /** The figures that stand behind a bar. */
  String figures();

  /** The figures as part of a line in a log. */
  String words();

  /** The time since the beginning. */
  Duration elapsed();
}
