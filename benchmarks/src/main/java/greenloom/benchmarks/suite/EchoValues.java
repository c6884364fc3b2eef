package greenloom.benchmarks.suite;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What was measured of echo servers, and what could not be. */
final class EchoValues {
  /** What a row of the report is about. */
  record Key(EchoCase what, EchoRival rival) {}

  private final Samples<Key, EchoSample> samples = new Samples<>();
  private final Samples<EchoRival, Double> idle = new Samples<>();

  void add(EchoCase what, EchoRival rival, EchoSample sample) {
    samples.add(new Key(what, rival), sample);
  }

  void addIdle(EchoRival rival, double bytes) {
    idle.add(rival, bytes);
  }

  /** Notes what was not measured, and why. */
  void missing(String what) {
    samples.missing(what);
  }

  /** Notes what failed, and why. */
  void failed(String what, String why) {
    samples.failed(what, why);
  }

  int failures() {
    return samples.failures();
  }

  List<String> notes() {
    return samples.notes();
  }

  /** Returns one value of all samples, the least first; none if there are none. */
  List<Double> sorted(EchoCase what, EchoRival rival, ToDoubleFunction<EchoSample> value) {
    return samples.sorted(new Key(what, rival), value);
  }

  /** Returns the middle of one value of all samples; 0 if there are none. */
  double median(EchoCase what, EchoRival rival, ToDoubleFunction<EchoSample> value) {
    return samples.median(new Key(what, rival), value);
  }

  /** Returns the bytes of heap of an idle connection; 0 if they were not measured. */
  double idle(EchoRival rival) {
    return idle.median(rival, Double::doubleValue);
  }
}
