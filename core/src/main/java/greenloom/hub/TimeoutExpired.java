package greenloom.hub;

import java.time.Duration;

/**
 * A time limit has passed: of a {@code withTimeout} scope, or of a wait such as {@code
 * get(Duration)}. Comes only out of the scope or the call whose limit it was. Its cause, where
 * there is one, shows where the thread waited.
 */
public class TimeoutExpired extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Makes one that tells the limit. */
  public TimeoutExpired(Duration limit) {
    super("not done within " + text(limit));
  }

  TimeoutExpired(Duration limit, Throwable cause) {
    super("not done within " + text(limit), cause);
  }

  /** The limit as a reader would say it: {@code 1.5 s}, {@code 20 ms}. */
  private static String text(Duration limit) {
    long millis = limit.toMillis();
    return millis < 1000 ? millis + " ms" : millis / 1000.0 + " s";
  }
}
