package greenloom.coroutine;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An iterator written as a body of code that yields one element after the other, from any depth of
 * calls. The body runs while somebody asks for the next element, and stands still in between.
 *
 * <p>{@link #hasNext} runs the body up to its next element, which {@link #next} then hands out. An
 * exception that leaves the body comes out of the call that made the body run, a checked one inside
 * a {@link java.util.concurrent.CompletionException}, with the stack of the caller added to its
 * trace; the generator has ended then. Elements may be null.
 *
 * <p>A generator belongs to the thread, platform or virtual, that first asks it for an element; any
 * other is refused with an {@link IllegalStateException} and does no harm, and so is a call from
 * inside its own body. The body may wait on anything; its thread waits then. It sees the scoped
 * values that are bound at the first call. It must not yield inside {@code synchronized}, nor with
 * a native frame, such as a class initialiser, in between.
 *
 * <p>One that is not run to its end should be {@linkplain #close closed}, for the sake of the
 * body's {@code finally} blocks. One that was started and is out of reach gets closed by and by: in
 * a green thread of its own where its thread is a green one, else when its thread next uses a
 * generator or coroutine, and never once its thread has ended. In that last run {@link
 * Thread#currentThread} may still answer the thread it belonged to. A body that refers to its own
 * generator keeps it in reach for ever. {@code -Dgreenloom.debug=leaks} reports abandoned ones.
 *
 * @param <T> the elements
 */
public sealed interface Generator<T extends @Nullable Object> extends Iterator<T>, AutoCloseable
    permits SendGenerator {
  /**
   * Yields elements.
   *
   * @param <T> the elements
   */
  @FunctionalInterface
  interface Body<T extends @Nullable Object> {
    /**
     * Runs in the generator.
     *
     * @throws Exception to whoever asked for the next element
     */
    void run(Out<T> out) throws Exception;
  }

  /**
   * Where a body puts its elements. Only for the body, and what it calls, while it runs.
   *
   * @param <T> the elements
   */
  interface Out<T extends @Nullable Object> {
    /**
     * Hands out {@code element} and stands still until the next one is asked for; throws what is
     * thrown into the generator.
     *
     * @throws IllegalStateException outside of the body, or if it cannot be suspended here
     */
    @SuppressWarnings("NamedLikeContextualKeyword") // always called on an object
    void yield(T element);

    /**
     * Yields all that {@code elements} has. If that is a generator, what is thrown into this one is
     * thrown into it, and it is closed with this one.
     */
    void yieldAll(Iterator<? extends T> elements);

    /** Yields all elements of {@code elements}; see {@link #yieldAll(Iterator)}. */
    default void yieldAll(Iterable<? extends T> elements) {
      yieldAll(elements.iterator());
    }
  }

  /** Makes a generator. The body is entered when the first element is asked for. */
  static <T extends @Nullable Object> Generator<T> of(Body<T> body) {
    return LiveGenerator.of(body);
  }

  /** Makes something to loop over: each loop has a generator of its own and starts afresh. */
  static <T extends @Nullable Object> Iterable<T> iterable(Body<T> body) {
    return () -> LiveGenerator.of(body);
  }

  /** Returns whether there is one more element; runs the body to find out. */
  @Override
  boolean hasNext();

  /**
   * Returns the next element.
   *
   * @throws NoSuchElementException if the body has ended
   */
  @Override
  T next();

  /**
   * Throws {@code error} at the yield where the body stands, and returns the next element. An
   * element that {@link #hasNext} fetched is dropped. A body that has not started is never entered,
   * the error comes out here; so it does after the end.
   *
   * @throws NoSuchElementException if the body caught it and ended
   */
  T throwInto(Throwable error);

  /**
   * Ends the body: throws a {@link CoroutineExit} at the yield where it stands, so that its {@code
   * finally} blocks run. Does nothing after the end; a body that has not started is never entered.
   * Another exception that leaves the body comes out here.
   *
   * @throws IllegalStateException if the body yields instead of ending; it stands there then
   */
  @Override
  void close();

  /** Returns the remaining elements as a sequential stream, whose {@code close} closes this. */
  Stream<T> stream();
}
