package greenloom.sync;

import greenloom.hub.Awaitable;
import greenloom.hub.GreenThread;
import greenloom.hub.Guard;
import greenloom.hub.Link;
import greenloom.hub.Links;
import greenloom.hub.WaitQueue;
import greenloom.hub.Waiter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A queue between threads: first come, first served, of those who wait, and of items unless it is
 * made with another order.
 *
 * <p>Items are handed over directly: one that was put goes to whoever has waited longest, and one
 * who is killed, interrupted or out of time while waiting takes or leaves none. Null items are
 * refused, because {@link #poll} answers null for none. Any thread may use it; what happened before
 * an item was put is seen by whoever takes it.
 *
 * <p>Who takes items to work on them may report each with {@link #taskDone}, so that others can
 * {@link #join}. After {@link #shutdown} words that put, and words that find nothing to take any
 * more, throw {@link QueueShutDownException}; iterating takes items until then.
 *
 * @param <T> the type of the items
 */
public final class GreenQueue<T> implements Awaitable, Iterable<T> {
  /** Carried by takers who only want to look. */
  private static final Object PEEKING = new Object();

  /** Handed to those who wait when the queue is shut down. */
  private static final Object NO_MORE = new Object();

  private final int capacity;
  private final Guard guard = new Guard();

  // under the guard
  private final Queue<T> items;
  private final WaitQueue takers = new WaitQueue();
  private final WaitQueue putters = new WaitQueue(); // each carries its item
  private final WaitQueue joiners = new WaitQueue();
  private final Links links = new Links(guard);
  private long unfinished;
  private boolean shutDown;

  private GreenQueue(Queue<T> items, int capacity) {
    this.items = items;
    this.capacity = capacity;
  }

  /** Makes a queue that takes any number of items, so that putting never waits. */
  public static <T> GreenQueue<T> unbounded() {
    return new GreenQueue<>(new ArrayDeque<>(), Integer.MAX_VALUE);
  }

  /**
   * Makes a queue that holds at most {@code capacity} items, at least 1; putting waits for room.
   */
  public static <T> GreenQueue<T> bounded(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a bounded queue needs room for one item at least");
    }
    return new GreenQueue<>(new ArrayDeque<>(), capacity);
  }

  /**
   * Makes a queue that gives the least item first, and equal ones in the order they came. It takes
   * any number of items.
   *
   * @param order asked while an item is put in; must not wait. If it throws, the item is not put in
   */
  public static <T> GreenQueue<T> priority(Comparator<? super T> order) {
    return new GreenQueue<>(new Ranking<>(order), Integer.MAX_VALUE);
  }

  /** Makes a queue that gives the latest item first. It takes any number of items. */
  public static <T> GreenQueue<T> lifo() {
    return new GreenQueue<>(Collections.asLifoQueue(new ArrayDeque<>()), Integer.MAX_VALUE);
  }

  /** Makes a queue that holds nothing: a put waits until somebody takes. */
  public static <T> GreenQueue<T> rendezvous() {
    return new GreenQueue<>(new ArrayDeque<>(0), 0);
  }

  // --- putting ---

  /** Puts an item in; waits for room, or for a taker. A kill or a time limit leaves it out. */
  public void put(T item) {
    put(item, null);
  }

  /** Puts an item in if that needs no waiting; returns whether it did. */
  public boolean offer(T item) {
    return offer(item, null, null);
  }

  /** Puts an item in, waiting at most {@code limit}; returns whether it did. */
  public boolean offer(T item, Duration limit) {
    return put(item, limit);
  }

  private boolean put(T item, @Nullable Duration limit) {
    GreenThread me = GreenThread.current();
    me.noWait(); // before anything is moved: a kill may come out of it
    return offer(item, me, limit);
  }

  /** Waits for room if {@code me} is willing to. */
  private boolean offer(T item, @Nullable GreenThread me, @Nullable Duration limit) {
    Objects.requireNonNull(item, "a queue takes no null items");
    Waiter w = null;
    boolean in;
    boolean some;
    guard.enter();
    try {
      in = putNow(item);
      if (!in && me != null) {
        w = putters.enqueue(me, guard, this, "put", item);
      }
      some = available(); // an item whose putter waits can be taken as well
    } finally {
      guard.leave();
    }
    if (some) {
      links.tellAll();
    }
    if (w == null) {
      return in;
    }
    in = putters.await(w, guard, limit);
    if (w.value() == NO_MORE) {
      throw refused();
    }
    return in;
  }

  /** To a waiting taker, else into the store if there is room. */
  private boolean putNow(T item) {
    if (shutDown) {
      throw refused();
    }
    Waiter w = takers.wakeFirst(item);
    while (w != null && w.carried() == PEEKING) {
      w = takers.wakeFirst(item);
    }
    boolean in = w != null || (items.size() < capacity && items.add(item));
    unfinished += in ? 1 : 0;
    return in;
  }

  private static QueueShutDownException refused() {
    return new QueueShutDownException("this queue was shut down and takes no more items");
  }

  // --- taking ---

  /** Takes the first item; waits for one. */
  public T take() {
    return Objects.requireNonNull(take(null));
  }

  /** Takes the first item if there is one; null otherwise. Never waits. */
  public @Nullable T poll() {
    guard.enter();
    return leaveWith(takeNow());
  }

  /** Takes the first item, waiting for it at most {@code limit}; null if none came. */
  public @Nullable T poll(Duration limit) {
    return take(limit);
  }

  /** Returns the first item and leaves it in; null if there is none. Never waits. */
  public @Nullable T peek() {
    guard.enter();
    return leaveWith(firstItem());
  }

  /**
   * Returns the first item and leaves it in, waiting for one at most {@code limit}; null if none
   * came. Somebody else may take it in the meantime.
   */
  public @Nullable T peek(Duration limit) {
    GreenThread me = GreenThread.current();
    me.noWait(); // before anything is moved: a kill may come out of it
    guard.enter();
    T item = firstItem();
    return item != null || shutDown ? leaveWith(item) : await(me, "peek", PEEKING, limit);
  }

  /** The item that would be taken next, be it one that a putter holds ready. */
  @SuppressWarnings("unchecked") // putters carry items
  private @Nullable T firstItem() {
    T item = items.peek();
    Waiter putter = item == null ? putters.first() : null;
    return putter == null ? item : (T) putter.carried();
  }

  private @Nullable T take(@Nullable Duration limit) {
    GreenThread me = GreenThread.current();
    me.noWait(); // before anything is moved: a kill may come out of it
    guard.enter();
    T item = takeNow();
    return item != null || shutDown ? leaveWith(item) : await(me, "take", null, limit);
  }

  private @Nullable T leaveWith(@Nullable T item) {
    boolean end = item == null && shutDown;
    guard.leave();
    if (end) {
      throw ended();
    }
    return item;
  }

  /** Waits for what takers are handed; with the guard held, which it gives back. */
  @SuppressWarnings("unchecked") // only items are handed over, but for that one
  private @Nullable T await(
      GreenThread me, String doing, @Nullable Object carried, @Nullable Duration limit) {
    Waiter w = takers.enqueue(me, guard, this, doing, carried);
    guard.leave();
    if (!takers.await(w, guard, limit)) {
      return null;
    }
    Object item = w.value();
    if (item == NO_MORE) {
      throw ended();
    }
    return (T) item;
  }

  private static QueueShutDownException ended() {
    return new QueueShutDownException("this queue was shut down and is empty");
  }

  /** The first item, and the first putter's item into the room that gives. */
  private @Nullable T takeNow() {
    T item = items.poll();
    Waiter putter = putters.wakeFirst(null);
    if (putter == null) {
      return item;
    }
    unfinished++;
    @SuppressWarnings("unchecked") // putters carry items
    T offered = (T) putter.carried();
    if (item == null) {
      return offered;
    }
    items.add(offered);
    return item;
  }

  /**
   * Iterates over the items by taking them, waiting for each, until the queue was shut down and is
   * empty. Several may; each item goes to one of them.
   */
  @Override
  public Iterator<T> iterator() {
    return new UntilShutDown<>(this::take, "the queue was shut down and is empty");
  }

  // --- work that is done ---

  /**
   * Says that the work on an item that was taken is done. Does not wait.
   *
   * @throws IllegalStateException if it was called for all items already
   */
  public void taskDone() {
    guard.enter();
    boolean one = unfinished > 0;
    finish(one ? 1 : 0);
    guard.leave();
    if (!one) {
      throw new IllegalStateException("taskDone was called more often than items were put in");
    }
  }

  private void finish(long tasks) {
    unfinished -= Math.min(tasks, unfinished);
    if (unfinished == 0) {
      joiners.wakeAll(null);
    }
  }

  /** Waits until {@link #taskDone} was called for each item that was put in. */
  public void join() {
    awaitFinished(null);
  }

  /** The same, at most {@code limit}; returns whether all are done. */
  public boolean join(Duration limit) {
    return awaitFinished(limit);
  }

  private boolean awaitFinished(@Nullable Duration limit) {
    GreenThread me = GreenThread.current();
    guard.enter();
    if (unfinished == 0) {
      guard.leave();
      me.noWait();
      return true;
    }
    return joiners.await(me, guard, this, "join", limit) != null;
  }

  // --- the end ---

  /**
   * Ends putting: what is in can still be taken; who waits to put, or to take from the empty queue,
   * hears of it. Does not wait. Again, it does nothing.
   */
  public void shutdown() {
    guard.enter();
    shutDown = true;
    putters.wakeAll(NO_MORE);
    takers.wakeAll(NO_MORE); // there are none while there are items
    guard.leave();
    links.tellAll();
  }

  /**
   * Ends putting and taking at once. Returns what was in, in the order it would have been taken; it
   * counts as done. Does not wait.
   */
  public List<T> shutdownNow() {
    shutdown();
    List<T> left = new ArrayList<>();
    guard.enter();
    for (T item = items.poll(); item != null; item = items.poll()) {
      left.add(item);
    }
    finish(left.size());
    guard.leave();
    return left;
  }

  // --- asking ---

  /** Returns how many items are in it; those of waiting putters do not count. */
  public int size() {
    guard.enter();
    int n = items.size();
    guard.leave();
    return n;
  }

  /** Returns whether there is something to take, or never will be. */
  @Override
  public boolean ready() {
    guard.enter();
    boolean some = available();
    guard.leave();
    return some;
  }

  private boolean available() {
    return !items.isEmpty() || putters.first() != null || shutDown;
  }

  @Override
  public Link whenReady(Runnable then) {
    return links.addUnless(this::available, then);
  }

  @Override
  public boolean reachable() {
    return guard.shared();
  }

  @Override
  public String toString() {
    return "GreenQueue["
        + items.size()
        + (items.size() == 1 ? " item, " : " items, ")
        + takers.size()
        + " taking, "
        + putters.size()
        + " putting"
        + (shutDown ? ", shut down]" : "]");
  }
}
