package greenloom.benchmarks.suite;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured of echo servers, and what could not be. */
final class EchoValues {
  /** What a row of the report is about. */
  record Key(EchoCase what, EchoRival rival) {}

  private final Map<Key, List<EchoSample>> samples = new LinkedHashMap<>();
  private final Map<EchoRival, List<Double>> idle = new EnumMap<>(EchoRival.class);
  private final List<String> notes = new ArrayList<>();
  private int failures;

  void add(EchoCase what, EchoRival rival, EchoSample sample) {
    samples.computeIfAbsent(new Key(what, rival), _ -> new ArrayList<>()).add(sample);
  }

  void addIdle(EchoRival rival, double bytes) {
    idle.computeIfAbsent(rival, _ -> new ArrayList<>()).add(bytes);
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
  List<Double> sorted(EchoCase what, EchoRival rival, ToDoubleFunction<EchoSample> value) {
    return samples.getOrDefault(new Key(what, rival), List.of()).stream()
        .map(value::applyAsDouble)
        .sorted()
        .toList();
  }

  /** Returns the middle of one value of all samples; 0 if there are none. */
  double median(EchoCase what, EchoRival rival, ToDoubleFunction<EchoSample> value) {
    return middle(sorted(what, rival, value));
  }

  /** Returns the bytes of heap of an idle connection; 0 if they were not measured. */
  double idle(EchoRival rival) {
    return middle(idle.getOrDefault(rival, List.of()).stream().sorted().toList());
  }

  private static double middle(List<Double> sorted) {
    return sorted.isEmpty() ? 0 : Values.median(sorted);
  }
}
