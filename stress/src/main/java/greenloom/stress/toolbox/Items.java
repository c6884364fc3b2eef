package greenloom.stress.toolbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Which items were put in, and which came out: each that was put comes out once. */
final class Items {
  private final AtomicLong last = new AtomicLong();
  private final Map<Long, Boolean> put = new ConcurrentHashMap<>();
  private final Map<Long, Integer> taken = new ConcurrentHashMap<>();

  /** Returns an item that nobody has had. */
  long next() {
    return last.incrementAndGet();
  }

  /** Notes that a call that puts it has said so. */
  void put(long item) {
    put.put(item, true);
  }

  /** Notes that it came out. */
  void taken(long item) {
    taken.merge(item, 1, Integer::sum);
  }

  /** Says what does not add up, {@code left} being what was never taken. */
  List<String> wrong(String where, Iterable<Long> left) {
    left.forEach(this::taken);
    List<String> wrong = new ArrayList<>();
    put.keySet().stream()
        .filter(item -> !taken.containsKey(item))
        .forEach(item -> wrong.add(where + " has lost item " + item));
    taken.forEach((item, times) -> {
      if (times > 1) {
        wrong.add(where + " gave item " + item + " " + times + " times");
      }
      if (!put.containsKey(item)) {
        wrong.add(where + " gave item " + item + ", which it had refused");
      }
    });
    return wrong;
  }
}
