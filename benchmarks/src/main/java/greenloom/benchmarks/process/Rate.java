package greenloom.benchmarks.process;

/** How often something can be done in a second, and a line that tells it. */
final class Rate {
  private final double warmUp;
  private final double seconds;

  /** Takes the arguments of a program: seconds to warm up, and seconds that count. */
  Rate(String... args) {
    this.warmUp = Double.parseDouble(args[0]);
    this.seconds = Double.parseDouble(args[1]);
  }

  /** Does some, and returns how many. */
  @FunctionalInterface
  interface Steps {
    double run() throws Exception;
  }

  static void tell(String name, double value) {
    IO.println(name + " " + value);
  }

  void warmUp(Steps steps) throws Exception {
    double _ = run(steps, warmUp);
  }

  double perSecond(Steps steps) throws Exception {
    warmUp(steps);
    return run(steps, seconds);
  }

  private static double run(Steps steps, double seconds) throws Exception {
    long begin = System.nanoTime();
    double done = 0;
    double passed;
    do {
      done += steps.run();
      passed = (System.nanoTime() - begin) / 1e9;
    } while (passed < seconds);
    return done / passed;
  }
}
