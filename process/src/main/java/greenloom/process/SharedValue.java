package greenloom.process;

import java.util.function.UnaryOperator;

/**
 * A value that several processes share. Any thread may use it.
 *
 * @param <T> the type of the value
 */
public interface SharedValue<T> {
  /** Returns the value, a copy. */
  T get();

  /** Sets the value; returns the one before. */
  T set(T value);

  /** Sets it to {@code value} if it is {@code expected}; returns whether it was. */
  boolean compareAndSet(T expected, T value);

  /**
   * Sets it to what {@code change} makes of it, and returns that. Nobody else's change is lost:
   * {@code change} is called again if somebody has come between.
   */
  default T update(UnaryOperator<T> change) {
    while (true) {
      T before = get();
      T after = change.apply(before);
      if (compareAndSet(before, after)) {
        return after;
      }
    }
  }
}
