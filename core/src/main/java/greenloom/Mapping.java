package greenloom;

import greenloom.sync.GreenQueue;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  // what the items have come to
  private @Nullable A next; // taken from the input, not started yet
  private boolean hasNext;
  private boolean inputEnded;
  private @Nullable RuntimeException inputFailure;

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
    return ahead > 0 || more() || inputFailure != null;
  }

  /**
   * The next result; what the function threw for that item, and the next call goes on. A failure of
   * the input comes after the results of the items before it, and is the end.
   */
  @Override
  public R next() {
    startAhead();
    if (ahead == 0) {
      throw endOfInput();
    }
    return nextEnded().get();
  }

  /** Waits for the next that has ended; a kill or a time limit in here loses no result. */
  private Greenlet<R> nextEnded() {
    Greenlet<R> g;
    if (ordered) {
      inOrder.element().join();
      g = inOrder.remove();
    } else {
      g = asTheyCome.take();
    }
    ahead--;
    return g;
  }

  private RuntimeException endOfInput() {
    RuntimeException e = inputFailure;
    inputFailure = null;
    return e != null ? e : new NoSuchElementException("all results were read");
  }

  /** Starts what may be started; waits for a place only when there is nothing to read. */
  private void startAhead() {
    while (ahead < maxAhead && (ahead == 0 || !group.full()) && more()) {
      start(next);
      next = null;
      hasNext = false;
    }
  }

  private void start(@Nullable A item) {
    @SuppressWarnings("NullAway") // null only if the input gave null
    Greenlet<R> g = group.unstarted(() -> fn.apply(item));
    g.delivered();
    group.start(g);
    ahead++;
    if (ordered) {
      inOrder.add(g);
    } else {
      g.whenReady(() -> asTheyCome.offer(g));
    }
  }

  /** Whether there is an item to start. */
  private boolean more() {
    if (!hasNext && !inputEnded) {
      try {
        hasNext = items.hasNext();
        next = hasNext ? items.next() : null;
        inputEnded = !hasNext;
      } catch (RuntimeException e) {
        hasNext = false;
        inputEnded = true;
        inputFailure = e;
      }
    }
    return hasNext;
  }
}
