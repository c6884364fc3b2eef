package greenloom.benchmarks.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, and what could not be.
 *
 * @param <K> what a row of the report is about
 * @param <S> one measurement of that
 */
final class Samples<K, S> {
  private final Map<K, List<S>> samples = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private int failures;

  void add(K of, S sample) {
    samples.computeIfAbsent(of, _ -> new ArrayList<>()).add(sample);
  }

  /** Notes what was not measured, and why. */
  void missing(String what) {
    notes.add("Not measured: " + what);
  }

  /** Notes what failed, and why. */
  void failed(String what, String why) {
    failures++;
    notes.add("**Failed**: " + what + ": " + why);
  }

  int failures() {
    return failures;
  }

  List<String> notes() {
    return notes;
  }

  /** Returns one value of all samples, the least first; none if there are none. */
  List<Double> sorted(K of, ToDoubleFunction<S> value) {
    return samples.getOrDefault(of, List.of()).stream().map(value::applyAsDouble).sorted().toList();
  }

  /** Returns the middle of one value of all samples; 0 if there are none. */
  double median(K of, ToDoubleFunction<S> value) {
    List<Double> sorted = sorted(of, value);
    return sorted.isEmpty() ? 0 : Values.median(sorted);
  }
}
