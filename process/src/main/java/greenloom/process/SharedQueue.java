package greenloom.process;

import greenloom.sync.QueueShutDownException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A queue that several processes share, first come, first served, of items and of those who wait.
 *
 * <p>An item goes to one taker. Who is killed or out of time while it waits takes none: one that is
 * on its way then is put back to the front. An item on its way to a process that dies is lost with
 * it, unless that was known already. A kill in {@link #put} leaves open whether the item is in. Any
 * thread may use it.
 *
 * @param <T> the type of the items
 */
public interface SharedQueue<T> extends Iterable<T> {
  /**
   * Puts an item in; waits for room.
   *
   * @throws QueueShutDownException if the queue was shut down
   */
  void put(T item);

  /** Puts an item in if there is room; returns whether it did. Waits for the answer only. */
  boolean offer(T item);

  /**
   * Takes the first item; waits for one.
   *
   * @throws QueueShutDownException if the queue was shut down and is empty
   */
  T take();

  /** Takes the first item if there is one; null otherwise. Waits for the answer only. */
  @Nullable T poll();

  /** Takes the first item, waiting for it at most {@code limit}; null if none came. */
  @Nullable T poll(Duration limit);

  /** Returns how many items are in it. */
  int size();

  /** Ends putting: what is in can still be taken. Iterating ends then. */
  void shutdown();
}
