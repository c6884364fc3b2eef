package greenloom.stress.sockets;

import java.util.List;

/**
 * How long a soak is, and how much it does.
 *
 * @param seconds of all rounds together
 * @param rounds how many
 * @param connections open at once, in the rounds with many
 * @param patience how many seconds something may stand still
 * @param seed of all choices
 */
record SoakOptions(int seconds, int rounds, int connections, int patience, long seed) {
  /** Reads a command line; what it does not say is as the script's help tells. */
  static SoakOptions parse(List<String> words) {
    int seconds = 600;
    int rounds = 8;
    int connections = 5_000;
    int patience = 60;
    long seed = System.nanoTime() % 1_000_000;
    for (String word : words) {
      String value = word.replaceFirst("^[^=]*=", "");
      switch (word.replaceFirst("=.*", "=")) {
        case "--seconds=" -> seconds = number(value);
        case "--rounds=" -> rounds = number(value);
        case "--connections=" -> connections = number(value);
        case "--patience=" -> patience = number(value);
        case "--seed=" -> seed = number(value);
        default ->
            throw new IllegalArgumentException("there is no option '" + word + "'; see --help");
      }
    }
    return new SoakOptions(seconds, rounds, connections, patience, seed);
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,7}") || Integer.parseInt(text) < 1) {
      throw new IllegalArgumentException("'" + text + "' is no whole number from 1 to 9999999");
    }
    return Integer.parseInt(text);
  }

  /** How many hubs a round has: one and two by turns. */
  int hubs(int round) {
    return 2 - round % 2;
  }

  /**
   * How many connections are open at once in a round. Two rounds have many; in the next two are so
   * few that the hubs go to sleep all the time.
   */
  int connections(int round) {
    return (round - 1) % 4 < 2 ? connections : Math.min(connections, 20);
  }
}
