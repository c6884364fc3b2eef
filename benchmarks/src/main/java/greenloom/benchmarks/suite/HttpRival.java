package greenloom.benchmarks.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An HTTP server on a scheduler. */
record HttpRival(HttpProduct product, HttpScheduler scheduler) {
  /** For all of them. */
  static final List<String> JVM_OPTIONS = List.of("-Xmx512m");

  /** Returns the command that starts it; on any processor. */
  List<String> command() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(JVM_OPTIONS);
    words.addAll(scheduler.flags());
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(product.main(), scheduler.argument()));
    return words;
  }

  @Override
  public String toString() {
    return product.word() + " on " + scheduler.title;
  }
}
