package greenloom.benchmarks.http;

/** What all of the servers answer. */
final class Answers {
  static final String TEXT = "hello";
  static final int WAIT_MILLIS = 20;

  private Answers() {}

  /** Does what the handler of a path does before it answers. */
  static void prepare(String path) throws InterruptedException {
    if (path.equals("/wait")) {
      Thread.sleep(WAIT_MILLIS);
    }
  }
}
