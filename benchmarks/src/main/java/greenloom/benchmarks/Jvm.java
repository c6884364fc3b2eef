package greenloom.benchmarks;

/** Flags of the JVMs in which rivals are measured. */
final class Jvm {
  /** Lets a benchmark name the JDK's continuation. */
  static final String CONTINUATION = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED";

  /** Lets a benchmark make a virtual thread on a scheduler of its own. */
  static final String SCHEDULER = "--add-opens=java.base/java.lang=ALL-UNNAMED";

  /** The collector, the same for all. */
  static final String COLLECTOR = "-XX:+UseG1GC";

  /** The heap where little is live. */
  static final String HEAP = "-Xmx1g";

  /** The least heap where a million may be live, the same as the most. */
  static final String BIG_HEAP_LEAST = "-Xms6g";

  /** The most heap where a million may be live. */
  static final String BIG_HEAP_MOST = "-Xmx6g";

  private Jvm() {}
}
