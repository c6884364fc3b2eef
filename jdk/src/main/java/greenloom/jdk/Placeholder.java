package greenloom.jdk;

/** Stands here until the package has its first class. */
final class Placeholder {
  private Placeholder() {}
}
