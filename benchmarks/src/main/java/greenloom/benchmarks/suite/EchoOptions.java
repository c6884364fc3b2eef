package greenloom.benchmarks.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How echo servers are measured.
 *
 * @param rivals which ones
 * @param cases what they are asked to do
 * @param rounds how many processes of each, in turn with those of the others
 * @param warmUp seconds before those that count
 * @param seconds that count
 * @param idle how many connections that say nothing; none if 0
 */
record EchoOptions(
    List<EchoRival> rivals,
    List<EchoCase> cases,
    int rounds,
    double warmUp,
    double seconds,
    int idle) {

  /** Reads a command line. */
  static EchoOptions parse(List<String> words) {
    List<EchoRival> rivals = new ArrayList<>();
    String connections = "1,100,1000,10000";
    String sizes = "64,16384";
    String rounds = "3";
    String warmUp = "5";
    String seconds = "5";
    String idle = "10000";
    for (String word : words) {
      String value = word.replaceFirst("^[^=]*=", "");
      switch (word.replaceFirst("=.*", "=")) {
        case "--connections=" -> connections = value;
        case "--sizes=" -> sizes = value;
        case "--rounds=" -> rounds = value;
        case "--warm-up=" -> warmUp = value;
        case "--seconds=" -> seconds = value;
        case "--idle=" -> idle = value;
        default -> rivals.add(rival(word));
      }
    }
    return new EchoOptions(
        rivals.isEmpty() ? List.of(EchoRival.values()) : rivals,
        cases(numbers(connections, 1), numbers(sizes, 1)),
        number(rounds, 1),
        number(warmUp, 0),
        number(seconds, 1),
        number(idle, 0));
  }

  private static EchoRival rival(String word) {
    return Stream.of(EchoRival.values())
        .filter(rival -> rival.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no server or option '" + word + "'; see --help"));
  }

  private static List<EchoCase> cases(List<Integer> connections, List<Integer> sizes) {
    return sizes.stream()
        .flatMap(size -> connections.stream().map(count -> new EchoCase(count, size)))
        .toList();
  }

  private static List<Integer> numbers(String text, int least) {
    return Stream.of(text.split(",", -1)).map(part -> number(part, least)).toList();
  }

  static int number(String text, int least) {
    if (!text.matches("\\d{1,7}") || Integer.parseInt(text) < least) {
      throw new IllegalArgumentException(
          "'" + text + "' is no whole number from " + least + " upwards");
    }
    return Integer.parseInt(text);
  }
}
