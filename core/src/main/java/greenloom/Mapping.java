package greenloom;

import greenloom.sync.GreenQueue;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;

/**
 * Results of a function that a group applies to items while they are read. The reader starts the
 * items, so that one who stops reading leaves nothing behind that waits.
 */
final class Mapping<A, R> implements Iterator<R> {
  private final Group group;
  private final Function<? super A, ? extends R> fn;
  private final Iterator<? extends A> items;
  private final int maxAhead;
  private final boolean ordered;
  private final Queue<Greenlet<R>> inOrder = new ArrayDeque<>();
  private final GreenQueue<Greenlet<R>> asTheyCome = GreenQueue.unbounded();
  private int ahead;

  Mapping(
      Group group,
      Function<? super A, ? extends R> fn,
      Iterator<? extends A> items,
      int maxAhead,
      boolean ordered) {
    if (maxAhead < 1) {
      throw new IllegalArgumentException("at least one item must be started ahead");
    }
    this.group = group;
    this.fn = fn;
    this.items = items;
    this.maxAhead = maxAhead;
    this.ordered = ordered;
  }

  @Override
  public boolean hasNext() {
    return ahead > 0 || items.hasNext();
  }

  /** The next result; what the function threw for that item, and the next call goes on. */
  @Override
  public R next() {
    startAhead();
    if (ahead == 0) {
      throw new NoSuchElementException("all results were read");
    }
    Greenlet<R> g = ordered ? inOrder.remove() : asTheyCome.take();
    ahead--;
    return g.get();
  }

  private void startAhead() {
    while (ahead < maxAhead && items.hasNext()) {
      A item = items.next();
      Greenlet<R> g = group.spawn(() -> fn.apply(item));
      g.delivered();
      ahead++;
      if (ordered) {
        inOrder.add(g);
      } else {
        g.whenReady(() -> asTheyCome.offer(g));
      }
    }
  }
}
