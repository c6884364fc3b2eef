package greenloom.benchmarks.suite;

import java.time.Duration;
import java.util.Locale;

/** Tells on the standard error stream what is being done and how long it may still take. */
final class Progress {
  private final long begun = System.nanoTime();
  private final int steps;
  private final double secondsInAll;
  private int step;
  private double secondsDone;

  /** So many steps, which take about so long all together. */
  Progress(int steps, double secondsInAll) {
    this.steps = steps;
    this.secondsInAll = secondsInAll;
  }

  /** Tells that a step begins, which takes about so long. */
  void begin(String what, double seconds) {
    step++;
    System.err.printf(
        Locale.ROOT, "benchmarks: %d of %d, %s left: %s%n", step, steps, left(), what);
    secondsDone += seconds;
  }

  /** Tells something else. */
  static void say(String what) {
    System.err.println("benchmarks: " + what);
  }

  /** What was foreseen for the rest, corrected by how wrong it was so far. */
  private String left() {
    double elapsed = (System.nanoTime() - begun) / 1e9;
    double slower = secondsDone < 10 ? 1 : elapsed / secondsDone;
    Duration left = Duration.ofSeconds((long) ((secondsInAll - secondsDone) * slower));
    return String.format(Locale.ROOT, "about %d:%02d", left.toMinutes(), left.toSecondsPart());
  }
}
