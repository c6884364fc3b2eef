package greenloom.app.crawl;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a shared crawl is, all members together.
 *
 * @param kinds how many URLs have become what
 * @param bytes length of all saved files
 * @param planned URLs known so far that are or will be fetched
 * @param leased URLs that members are at now
 * @param failures how often which failure has occurred
 * @param disallowed links that robots.txt forbids
 * @param beyond links that the limits forbid
 */
public record Totals(
    Map<Finding.Kind, Integer> kinds,
    long bytes,
    int planned,
    int leased,
    TreeMap<String, Integer> failures,
    int disallowed,
    int beyond)
    implements Serializable {

  int count(Finding.Kind kind) {
    return kinds.getOrDefault(kind, 0);
  }

  int done() {
    return kinds.values().stream().mapToInt(n -> n).sum();
  }
}
