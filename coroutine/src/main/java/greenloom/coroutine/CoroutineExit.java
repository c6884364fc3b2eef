package greenloom.coroutine;

/**
 * The signal that ends a coroutine or closes a generator: thrown where its body stands, so that
 * {@code finally} blocks run. An error, so that {@code catch (Exception)} does not stop it; it
 * carries no stack trace.
 *
 * <p>A coroutine that lets it out ends as if it had returned the signal.
 */
public final class CoroutineExit extends Error {
  /** Makes a signal. */
  public CoroutineExit() {
    super("the coroutine is asked to end", null, false, false);
  }
}
