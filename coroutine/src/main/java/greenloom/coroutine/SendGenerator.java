package greenloom.coroutine;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A generator that is also told things: each yield returns what was sent with the call for the next
 * element, and the body ends with a result.
 *
 * @param <T> the elements
 * @param <S> what is sent
 * @param <R> the result
 */
public sealed interface SendGenerator<
        T extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object>
    extends Generator<T> permits LiveGenerator {
  /**
   * Yields elements, is sent values, and returns a result.
   *
   * @param <T> the elements
   * @param <S> what is sent
   * @param <R> the result
   */
  @FunctionalInterface
  interface Body<
      T extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object> {
    /**
     * Runs in the generator.
     *
     * @return the result; may be null
     * @throws Exception to whoever asked for the next element
     */
    R run(Out<T, S> out) throws Exception;
  }

  /**
   * Where a body puts its elements. Only for the body, and what it calls, while it runs.
   *
   * @param <T> the elements
   * @param <S> what is sent
   */
  interface Out<T extends @Nullable Object, S extends @Nullable Object> {
    /**
     * Hands out {@code element}, stands still until the next one is asked for, and returns what was
     * sent with that: null for {@link #next}. Throws what is thrown into the generator.
     *
     * @throws IllegalStateException outside of the body, or if it cannot be suspended here
     */
    @SuppressWarnings("NamedLikeContextualKeyword") // always called on an object
    @Nullable S yield(T element);

    /**
     * Lets {@code other} yield in place of this body until it ends, and returns its result. What is
     * sent and thrown meanwhile goes to it; it is closed with this one.
     */
    <Q extends @Nullable Object> Q yieldAll(SendGenerator<? extends T, ? super S, Q> other);

    /**
     * Yields all that {@code elements} has; what is sent is lost. If that is a generator, what is
     * thrown into this one is thrown into it, and it is closed with this one.
     */
    void yieldAll(Iterator<? extends T> elements);

    /** Yields all elements of {@code elements}; see {@link #yieldAll(Iterator)}. */
    default void yieldAll(Iterable<? extends T> elements) {
      yieldAll(elements.iterator());
    }
  }

  /** Makes a generator. The body is entered when the first element is asked for. */
  static <T extends @Nullable Object, S extends @Nullable Object, R extends @Nullable Object>
      SendGenerator<T, S, R> of(Body<T, S, R> body) {
    return new LiveGenerator<>(body);
  }

  /**
   * Returns the next element, with {@code value} sent to the yield that handed out the last one. A
   * null is {@link #next}, and may come first.
   *
   * @throws IllegalStateException if {@code value} is not null and nothing waits for it: the body
   *     has not started, or {@link #hasNext} has let it go on already
   * @throws NoSuchElementException if the body has ended
   */
  T send(@Nullable S value);

  /**
   * Returns what the body returned; any thread that knows it has.
   *
   * @throws IllegalStateException if it has not returned: it goes on, has failed, or was closed
   */
  R result();
}
