package greenloom.benchmarks.suite;

/**
 * Of what a value is.
 *
 * @param subject the table
 * @param variant the value of its parameter, or an empty string
 * @param rival the row
 */
record Measurement(Subject subject, String variant, String rival) {
  @Override
  public String toString() {
    String which = variant.isEmpty() ? "" : " " + subject.parameter() + " " + variant;
    return subject.word() + which + " " + rival;
  }
}
