package greenloom.process;

import greenloom.hub.Link;
import greenloom.sync.GreenQueue;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/** Results of a function that a pool applies to items while they are read by one thread. */
final class TaskMapping<A, R> implements Iterator<R> {
  private final TaskPool pool;
  private final TaskFunction<? super A, ? extends R> fn;
  private final Iterator<A> items;
  private final int maxAhead;
  private final boolean ordered;
  private final Queue<TaskResult<R>> inOrder = new ArrayDeque<>();
  private final GreenQueue<TaskResult<R>> asTheyCome = GreenQueue.unbounded();
  private int ahead;

  TaskMapping(
      TaskPool pool,
      TaskFunction<? super A, ? extends R> fn,
      Iterator<A> items,
      int maxAhead,
      boolean ordered) {
    this.pool = pool;
    this.fn = fn;
    this.items = items;
    this.maxAhead = maxAhead;
    this.ordered = ordered;
  }

  /** One item of it. */
  private record One<A, R>(TaskFunction<? super A, ? extends R> fn, A item) implements Task<R> {
    @Override
    public R call() throws Exception {
      return fn.apply(item);
    }
  }

  @Override
  public boolean hasNext() {
    return ahead > 0 || items.hasNext();
  }

  @Override
  public R next() {
    while (ahead < maxAhead && items.hasNext()) {
      start(items.next());
    }
    if (ahead == 0) {
      throw new NoSuchElementException("all results were read");
    }
    return nextEnded().get();
  }

  private void start(A item) {
    TaskResult<R> result = pool.applyAsync(new One<A, R>(fn, item));
    ahead++;
    if (ordered) {
      inOrder.add(result);
    } else {
      Link _ = result.whenReady(() -> asTheyCome.offer(result));
    }
  }

  /** Waits for the next that has ended; a kill or a time limit in here loses no result. */
  private TaskResult<R> nextEnded() {
    TaskResult<R> ended;
    if (ordered) {
      inOrder.element().await();
      ended = inOrder.remove();
    } else {
      ended = asTheyCome.take();
    }
    ahead--;
    return ended;
  }
}
