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
  static final int MILLIS = 300; // an iteration, at the least
}
