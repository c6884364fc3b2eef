package greenloom.process;

import greenloom.hub.Link;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.AsyncResult;
import greenloom.sync.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What will come of a function that other processes apply to many items; tells meanwhile how far
 * they are. It is ready when all are done, or one has failed. Any thread may use it.
 *
 * <pre>{@code
 * while (!result.await(Duration.ofSeconds(1))) {
 *   System.err.println(result.done() + " of " + result.total());
 * }
 * }</pre>
 *
 * @param <R> the type of the results
 */
public final class MapResult<R> implements Outcome<List<R>> {
  private final int total;
  private final AtomicInteger done = new AtomicInteger();
  private final AsyncResult<List<R>> outcome = AsyncResult.fromOutside();

  /**
   * Makes one of parts that others do; for those who bring {@link TaskPool}s.
   *
   * @param parts the results in order, each of some items
   * @param sizes how many items each has
   */
  public MapResult(List<TaskResult<? extends List<R>>> parts, List<Integer> sizes) {
    this.total = sizes.stream().mapToInt(n -> n).sum();
    AtomicInteger open = new AtomicInteger(parts.size());
    if (parts.isEmpty()) {
      outcome.set(List.of());
    }
    for (int i = 0; i < parts.size(); i++) {
      TaskResult<? extends List<R>> part = parts.get(i);
      int items = sizes.get(i);
      Link _ =
          part.whenReady(() -> {
            Throwable e = part.exception();
            if (e != null) {
              outcome.setException(e);
              return;
            }
            done.addAndGet(items);
            if (open.decrementAndGet() == 0) {
              outcome.set(all(parts));
            }
          });
    }
  }

  private static <R> List<R> all(List<TaskResult<? extends List<R>>> parts) {
    List<R> all = new ArrayList<>();
    for (TaskResult<? extends List<R>> part : parts) {
      List<R> some = part.value();
      all.addAll(some == null ? List.of() : some);
    }
    return all;
  }

  /** Returns how many items are done. They are counted when the task that has them is. */
  public int done() {
    return done.get();
  }

  /** Returns how many items there are. */
  public int total() {
    return total;
  }

  /** Waits for all and returns the results in the order of the items; throws the first failure. */
  public List<R> get() {
    return TaskResult.get(outcome);
  }

  /**
   * The same with a limit.
   *
   * @throws TimeoutExpired when it has passed
   */
  public List<R> get(Duration limit) {
    return TaskResult.get(outcome, limit);
  }

  /** Waits until it is ready, at most {@code limit}; returns whether it is. */
  public boolean await(Duration limit) {
    return outcome.await(limit);
  }

  @Override
  public boolean ready() {
    return outcome.ready();
  }

  @Override
  public boolean successful() {
    return outcome.successful();
  }

  @Override
  public @Nullable List<R> value() {
    return outcome.value();
  }

  @Override
  public @Nullable Throwable exception() {
    return outcome.exception();
  }

  @Override
  public Link whenReady(Runnable then) {
    return outcome.whenReady(then);
  }

  @Override
  public String toString() {
    return "MapResult[" + done() + " of " + total + "]";
  }
}
