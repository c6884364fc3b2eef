package greenloom.hub;

/**
 * A piece of code that gives a value and may throw.
 *
 * @param <T> what it gives
 * @param <X> the checked exception it throws; {@code RuntimeException} where it throws none
 */
@FunctionalInterface
public interface Body<T, X extends Exception> {
  /** Runs it. */
  T run() throws X;
}
