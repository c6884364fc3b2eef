package greenloom.app.console;

import java.time.Duration;

/**
 * How far things are.
 *
 * @param done URLs that are done with, whatever became of them
 * @param planned URLs known so far
 * @param failed URLs that could not be fetched
 * @param active exchanges going on
 * @param bytes bytes received
 * @param elapsed since the beginning
 */
public record Progress(
    int done, int planned, int failed, int active, long bytes, Duration elapsed) {

  /** Bytes a second since the beginning. */
  long rate() {
    long millis = elapsed.toMillis();
    return millis == 0 ? 0 : bytes * 1000 / millis;
  }
}
