package greenloom.benchmarks.suite;

import java.util.Locale;

/**
 * What an HTTP server is asked for.
 *
 * @param path {@code hello}, or {@code wait} for a handler that waits 20 ms before it answers
 * @param connections how many there are, each asking again when it has its answer
 */
record HttpCase(String path, int connections) {
  static final String HELLO = "hello";
  static final String WAIT = "wait";

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s, %,d connections", path, connections);
  }
}
