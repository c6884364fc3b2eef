package greenloom.sync;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An iterator over the items of a queue that takes each, waiting for it, until the queue was shut
 * down and is empty. Several may iterate over one queue; each item goes to one of them.
 *
 * <p>{@link #hasNext} waits, and what the taking throws comes out of it; a kill there loses no item
 * that the taking does not lose. For one thread at a time.
 *
 * @param <T> the type of the items
 */
public final class UntilShutDown<T> implements Iterator<T> {
  private final Supplier<? extends T> take;
  private final String over;
  private @Nullable T next; // taken, and not given yet

  /**
   * Makes one.
   *
   * @param take takes the next item, never null; {@link QueueShutDownException} is the end
   * @param over what {@link #next} says of the end
   */
  public UntilShutDown(Supplier<? extends T> take, String over) {
    this.take = take;
    this.over = over;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      try {
        next = take.get();
      } catch (QueueShutDownException e) {
        return false;
      }
    }
    return true;
  }

  @Override
  public T next() {
    T item = hasNext() ? next : null;
    if (item == null) {
      throw new NoSuchElementException(over);
    }
    next = null;
    return item;
  }
}
