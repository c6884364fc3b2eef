package greenloom.sync;

import greenloom.hub.Awaitable;
import org.jspecify.annotations.Nullable;

/**
 * Something that comes to an end once, with a value or a failure: a greenlet, an {@link
 * AsyncResult}. Any thread may ask; nothing here waits.
 *
 * @param <T> the type of the value
 */
public interface Outcome<T> extends Awaitable {
  /** Returns whether it has ended with a value. */
  boolean successful();

  /** Returns the value; null while there is none. */
  @Nullable T value();

  /** Returns the failure; null while there is none. A kill is an end without either. */
  @Nullable Throwable exception();
}
