package greenloom.process;

import greenloom.sync.UntilShutDown;
import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SharedQueue} between processes of this machine, kept by the process that makes it.
 *
 * <pre>{@code
 * ProcessQueue<List<Integer>> queue = ProcessQueue.unbounded();
 * Worker<Void> worker = Worker.start(() -> queue.put(List.of(1, 2)));
 * IO.println(queue.take());
 * }</pre>
 *
 * @param <T> the type of the items
 */
public final class ProcessQueue<T> implements SharedQueue<T>, Serializable, AutoCloseable {
  private final Place place;

  ProcessQueue(Place place) {
    this.place = place;
  }

  /** Makes a queue that takes any number of items. */
  public static <T> ProcessQueue<T> unbounded() {
    return new ProcessQueue<>(Host.here().add(new ServedQueue(Integer.MAX_VALUE, false)));
  }

  /**
   * Makes a queue that holds at most {@code capacity} items, at least 1; putting waits for room.
   */
  public static <T> ProcessQueue<T> bounded(int capacity) {
    return new ProcessQueue<>(Host.here().add(new ServedQueue(checked(capacity), false)));
  }

  static int checked(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a bounded queue needs room for one item at least");
    }
    return capacity;
  }

  private static Blob bytes(Object item) {
    return Blob.of(Objects.requireNonNull(item, "a queue takes no null items"));
  }

  @Override
  public void put(T item) {
    Blob[] _ = place.ask(Op.PUT, bytes(item));
  }

  @Override
  public boolean offer(T item) {
    return place.ask(Op.OFFER, bytes(item))[0].equals(Blob.YES);
  }

  @Override
  public T take() {
    return item(place.askOrUndo(this::putBack, Op.TAKE));
  }

  @Override
  public @Nullable T poll() {
    Blob[] answer = place.askOrUndo(this::putBack, Op.POLL);
    return answer.length == 0 ? null : item(answer);
  }

  @Override
  public @Nullable T poll(Duration limit) {
    Blob[] answer = place.askOrUndo(limit, this::putBack, Op.TAKE);
    return answer == null ? null : item(answer);
  }

  private void putBack(Blob... late) {
    if (late.length > 0) {
      place.tell(Op.PUT_BACK, late[0]);
    }
  }

  @SuppressWarnings("unchecked") // it was put in as one
  private T item(Blob[] answer) {
    return (T) Objects.requireNonNull(answer[0].value(Accepted.here()));
  }

  @Override
  public int size() {
    return Objects.requireNonNull((Integer) place.ask(Op.SIZE)[0].value(Accepted.here()));
  }

  @Override
  public void shutdown() {
    Blob[] _ = place.ask(Op.SHUT_DOWN);
  }

  /** Gives it up, with what is in it; who waits there fails, and who comes later does. */
  @Override
  public void close() {
    Blob[] _ = new Place(place.host(), Host.REGISTRY).ask(Op.DROP, Blob.of(place.number()));
  }

  @Override
  public Iterator<T> iterator() {
    return new UntilShutDown<>(this::take, "the queue was shut down and is empty");
  }

  @Override
  public String toString() {
    return "ProcessQueue[" + place.number() + " at " + place.host().text() + "]";
  }
}
