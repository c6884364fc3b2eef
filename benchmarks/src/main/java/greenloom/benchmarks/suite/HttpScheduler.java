package greenloom.benchmarks.suite;

import java.util.List;

/** What runs the virtual threads of a server; the first one is what is looked at. */
enum HttpScheduler {
  HUB("a hub"),
  DEFAULT("the JDK's"),
  ONE("the JDK's, parallelism 1");

  final String title;

  HttpScheduler(String title) {
    this.title = title;
  }

  /** What a program is told. */
  String argument() {
    return this == HUB ? "hub" : "jdk";
  }

  /** What its JVM is told. */
  List<String> flags() {
    return this == ONE
        ? List.of(
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1")
        : List.of();
  }
}
