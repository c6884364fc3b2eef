package greenloom.benchmarks.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How HTTP servers are measured.
 *
 * @param products which ones, each with every scheduler
 * @param cases what they are asked for
 * @param rounds how many processes of each, in turn with those of the others
 * @param warmUp seconds before those that count
 * @param seconds that count
 */
record HttpOptions(
    List<HttpProduct> products, List<HttpCase> cases, int rounds, int warmUp, int seconds) {

  /** Reads a command line. */
  static HttpOptions parse(List<String> words) {
    List<HttpProduct> products = new ArrayList<>();
    int hello = 50;
    int wait = 500;
    int rounds = 3;
    int warmUp = 5;
    int seconds = 5;
    for (String word : words) {
      String value = word.replaceFirst("^[^=]*=", "");
      switch (word.replaceFirst("=.*", "=")) {
        case "--hello=" -> hello = EchoOptions.number(value, 0);
        case "--wait=" -> wait = EchoOptions.number(value, 0);
        case "--rounds=" -> rounds = EchoOptions.number(value, 1);
        case "--warm-up=" -> warmUp = EchoOptions.number(value, 1);
        case "--seconds=" -> seconds = EchoOptions.number(value, 1);
        default -> products.add(product(word));
      }
    }
    List<HttpCase> cases =
        Stream.of(new HttpCase(HttpCase.HELLO, hello), new HttpCase(HttpCase.WAIT, wait))
            .filter(each -> each.connections() > 0)
            .toList();
    return new HttpOptions(
        products.isEmpty() ? List.of(HttpProduct.values()) : products,
        cases,
        rounds,
        warmUp,
        seconds);
  }

  private static HttpProduct product(String word) {
    return Stream.of(HttpProduct.values())
        .filter(product -> product.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no server or option '" + word + "'; see --help"));
  }

  /** Returns the servers on their schedulers. */
  List<HttpRival> rivals() {
    return products.stream()
        .flatMap(product -> Stream.of(HttpScheduler.values()).map(on -> new HttpRival(product, on)))
        .toList();
  }
}
