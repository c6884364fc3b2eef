package greenloom.hub;

/**
 * A piece of code that gives nothing and may throw: the twin of {@link Body}.
 *
 * @param <X> the checked exception it throws; {@code RuntimeException} where it throws none
 */
@FunctionalInterface
public interface VoidBody<X extends Exception> {
  /** Runs it. */
  void run() throws X;

  /** The same as a body that gives null. */
  @SuppressWarnings("NullAway") // Void has no other value
  default Body<Void, X> asBody() {
    return () -> {
      run();
      return null;
    };
  }
}
