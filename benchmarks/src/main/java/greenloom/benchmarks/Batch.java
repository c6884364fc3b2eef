package greenloom.benchmarks;

/** Many operations in a row, so that what happens once in between does not count. */
@FunctionalInterface
interface Batch {
  /** Does them and returns how many they were, as counted by those who did them. */
  long run() throws Exception;
}
