package greenloom.stress.toolbox;

import greenloom.sync.GreenQueue;
import greenloom.sync.QueueShutDownException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A queue of any kind: each item that was put comes out once, if not before then in the end. */
final class QueueTool implements Tool {
  private final String kind;
  private final int capacity;
  private final GreenQueue<Long> queue;
  private final Items items = new Items();
  private final Waiting putting = new Waiting();
  private final Waiting taking = new Waiting();
  private final List<Long> left = new ArrayList<>();

  /** {@code capacity} is what {@code queue} holds before a put has to wait. */
  QueueTool(String kind, GreenQueue<Long> queue, int capacity) {
    this.kind = kind;
    this.queue = queue;
    this.capacity = capacity;
  }

  @Override
  public String play(Turn turn) {
    try {
      return turn.pick(2) == 0 ? put(turn) : take(turn);
    } catch (QueueShutDownException e) {
      return "shut down";
    }
  }

  private String put(Turn turn) {
    long item = items.next();
    boolean in =
        turn.pick(4) == 0
            ? queue.offer(item)
            : putting.during(
                () -> turn.await(() -> queue.put(item), limit -> queue.offer(item, limit)));
    if (!in) {
      return "full";
    }
    items.put(item);
    return "put";
  }

  private String take(Turn turn) {
    if (turn.pick(8) == 0) {
      return queue.peek() == null ? "nothing seen" : "seen";
    }
    AtomicReference<@Nullable Long> item = new AtomicReference<>();
    if (turn.pick(4) == 0) {
      item.set(queue.poll());
    } else {
      taking.during(() ->
          turn.await(
              () -> item.set(queue.take()),
              limit -> {
                item.set(queue.poll(limit));
                return item.get() != null;
              }));
    }
    Long taken = item.get();
    if (taken == null) {
      return "empty";
    }
    items.taken(taken);
    return "taken";
  }

  @Override
  public List<String> forgotten() {
    List<String> forgotten = new ArrayList<>();
    if (taking.any() && (queue.size() > 0 || putting.any())) {
      forgotten.add("takers: " + taking + ", putters: " + putting + ", for " + queue);
    } else if (putting.any() && queue.size() < capacity) {
      forgotten.add(putting + " for a place in " + queue);
    }
    return forgotten;
  }

  @Override
  public void close() {
    left.addAll(queue.shutdownNow());
  }

  @Override
  public List<String> wrong() {
    return items.wrong(kind, left);
  }
}
