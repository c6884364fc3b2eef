package greenloom.benchmarks.suite;

import java.util.Locale;

/**
 * What an echo server is asked to do.
 *
 * @param connections how many there are, each sending again when its answer has come
 * @param size of a message in bytes
 */
record EchoCase(int connections, int size) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%,d connection%s, %,d B", connections, connections == 1 ? "" : "s", size);
  }
}
