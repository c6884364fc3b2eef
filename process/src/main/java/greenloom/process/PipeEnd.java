package greenloom.process;

import greenloom.sync.QueueShutDownException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One end of a {@link Pipe}: what is sent here is received at the other end, in order, each once.
 * For one process, any thread of it.
 *
 * <p>Both ends are closed when one of them is, and when a process ends that has used one; what was
 * sent before can still be received. Iterating receives until then.
 *
 * @param <T> the type of what is sent
 */
public interface PipeEnd<T> extends Iterable<T>, AutoCloseable {
  /**
   * Sends an item; waits while a lot is on its way. A kill while it waits leaves it out.
   *
   * @throws QueueShutDownException if an end is closed, for this item or one sent before
   */
  void send(T item);

  /**
   * Receives the next item; waits for it. A kill loses none.
   *
   * @throws QueueShutDownException if an end is closed and nothing is left
   */
  T receive();

  /** The same, at most {@code limit}; null if none came. */
  @Nullable T receive(Duration limit);

  /** Closes both ends. Does nothing the second time. */
  @Override
  void close();
}
