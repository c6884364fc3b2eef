package greenloom.cluster;

import greenloom.process.SharedQueue;
import greenloom.sync.QueueShutDownException;
import greenloom.sync.UntilShutDown;
import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A shared queue, all of it with one member and its copies. Its items come first in, first out;
 * those who wait are served in no order. An item is lost only if its taker's process dies with it.
 */
final class ClusterQueue<T> implements SharedQueue<T>, Serializable {
  private final SharedState<QueueState> queue;

  ClusterQueue(SharedState<QueueState> queue) {
    this.queue = queue;
  }

  @Override
  public void put(T item) {
    Packed packed = Packed.of(item);
    boolean _ = queue.until(() -> tryPut(packed));
  }

  @Override
  public boolean offer(T item) {
    return tryPut(Packed.of(item)) != null;
  }

  private @Nullable Boolean tryPut(Packed packed) {
    String me = queue.process();
    Set<String> here = queue.processes();
    return queue.tryChange(state -> state.put(packed, here, me));
  }

  @Override
  public T take() {
    return queue.until(this::tryTake).value();
  }

  @Override
  public @Nullable T poll() {
    try {
      Packed first = tryTake();
      return first == null ? null : first.value();
    } catch (QueueShutDownException e) {
      return null;
    }
  }

  @Override
  public @Nullable T poll(Duration limit) {
    try {
      Packed first = queue.until(this::tryTake, limit);
      return first == null ? null : first.value();
    } catch (QueueShutDownException e) {
      return null;
    }
  }

  private @Nullable Packed tryTake() {
    String me = queue.process();
    Set<String> here = queue.processes();
    return queue.tryChange(state -> state.take(here, me));
  }

  @Override
  public int size() {
    return queue.ask(QueueState::size);
  }

  @Override
  public void shutdown() {
    boolean _ = queue.change(QueueState::shutDown);
  }

  @Override
  public Iterator<T> iterator() {
    return new UntilShutDown<>(this::take, "the queue was shut down and is empty");
  }

  @Override
  public String toString() {
    return "ClusterQueue[" + queue + "]";
  }
}
