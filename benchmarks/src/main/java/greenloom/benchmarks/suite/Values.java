package greenloom.benchmarks.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was measured, and what could not be. */
final class Values {
  private final Map<Measurement, List<Double>> found = new LinkedHashMap<>();
  private final Map<Measurement, String> failed = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();

  /** Adds values of one measurement. */
  void add(Measurement of, List<Double> values) {
    found.computeIfAbsent(of, _ -> new ArrayList<>()).addAll(values);
  }

  /** Notes that a measurement failed. */
  void failed(Measurement of, String why) {
    failed.put(of, why);
  }

  /** Notes rivals that are not on this machine. */
  void missing(String who) {
    missing.add(who);
  }

  /** Returns what there are values of, in the order in which they came. */
  Set<Measurement> measurements() {
    return found.keySet();
  }

  /** Returns the values of one measurement, the least first; none if it was not made. */
  List<Double> sorted(Measurement of) {
    return found.getOrDefault(of, List.of()).stream().sorted().toList();
  }

  /** Returns why which ones failed. */
  Map<Measurement, String> failures() {
    return failed;
  }

  /** Returns who was not on this machine. */
  List<String> missing() {
    return missing;
  }

  /** Returns the middle of some sorted values. */
  static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
