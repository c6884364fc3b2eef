package greenloom.benchmarks.suite;

/**
 * How much is done for each rival of a subject.
 *
 * @param rounds how many JVMs, in turn with those of the other rivals
 * @param warmUps iterations in each that do not count
 * @param iterations iterations in each that do
 * @param seconds about how long one JVM of it runs
 */
record Effort(int rounds, int warmUps, int iterations, double seconds) {
  /** How long an iteration of many batches takes; one batch at the least. */
  static final int MILLIS = 300;

  /** For few rivals that are close to each other. */
  static final Effort SHORT = new Effort(3, 2, 3, 2.2);

  /** For many rivals, or such as are not close. */
  static final Effort SHORTER = new Effort(2, 2, 2, 1.9);
}
