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
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A queue between threads: first in, first out, of items and of those who wait for them.
 *
 * <p>Items are handed over directly: one that was put goes to whoever has waited longest, and one
 * who is killed, interrupted or out of time while waiting takes or leaves none. Null items are
 * refused, because {@link #poll} answers null for none. Any thread may use it; what happened before
 * an item was put is seen by whoever takes it.
 *
 * @param <T> the type of the items
 */
public final class GreenQueue<T> implements Awaitable {
  /** Carried by takers who only want to look. */
  private static final Object PEEKING = new Object();

  private final int capacity;
  private final Guard guard = new Guard();

  // under the guard
  private final Queue<T> items = new ArrayDeque<>();
  private final WaitQueue takers = new WaitQueue();
  private final WaitQueue putters = new WaitQueue(); // each carries its item
  private final Links links = new Links(guard);

  private GreenQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Makes a queue that takes any number of items, so that putting never waits. */
  public static <T> GreenQueue<T> unbounded() {
    return new GreenQueue<>(Integer.MAX_VALUE);
  }

  /**
   * Makes a queue that holds at most {@code capacity} items, at least 1; putting waits for room.
   */
  public static <T> GreenQueue<T> bounded(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a bounded queue needs room for one item at least");
    }
    return new GreenQueue<>(capacity);
  }

  /** Makes a queue that holds nothing: a put waits until somebody takes. */
  public static <T> GreenQueue<T> rendezvous() {
    return new GreenQueue<>(0);
  }

  // --- putting ---

  /** Puts an item in; waits for room, or for a taker. A kill or a time limit leaves it out. */
  public void put(T item) {
    put(item, null);
  }

  /** Puts an item in if that needs no waiting; returns whether it did. */
  public boolean offer(T item) {
    Objects.requireNonNull(item, "a queue takes no null items");
    guard.enter();
    boolean in = putNow(item);
    boolean stored = available();
    guard.leave();
    if (stored) {
      links.tellAll();
    }
    return in;
  }

  /** Puts an item in, waiting at most {@code limit}; returns whether it did. */
  public boolean offer(T item, Duration limit) {
    return put(item, limit);
  }

  private boolean put(T item, @Nullable Duration limit) {
    Objects.requireNonNull(item, "a queue takes no null items");
    GreenThread me = GreenThread.current();
    me.noWait(); // before anything is moved: a kill may come out of it
    guard.enter();
    if (putNow(item)) {
      boolean stored = available();
      guard.leave();
      if (stored) {
        links.tellAll();
      }
      return true;
    }
    Waiter w = putters.enqueue(me, guard, this, "put", item);
    guard.leave();
    links.tellAll(); // an item whose putter waits can be taken as well
    return putters.await(w, guard, limit);
  }

  /** To a waiting taker, else into the store if there is room. */
  private boolean putNow(T item) {
    Waiter w = takers.wakeFirst(item);
    while (w != null && w.carried() == PEEKING) {
      w = takers.wakeFirst(item);
    }
    return w != null || (items.size() < capacity && items.add(item));
  }

  // --- taking ---

  /** Takes the first item; waits for one. */
  public T take() {
    return Objects.requireNonNull(take(null));
  }

  /** Takes the first item if there is one; null otherwise. Never waits. */
  public @Nullable T poll() {
    guard.enter();
    T item = takeNow();
    guard.leave();
    return item;
  }

  /** Takes the first item, waiting for it at most {@code limit}; null if none came. */
  public @Nullable T poll(Duration limit) {
    return take(limit);
  }

  /** Returns the first item and leaves it in; null if there is none. Never waits. */
  public @Nullable T peek() {
    guard.enter();
    T item = firstItem();
    guard.leave();
    return item;
  }

  /**
   * Returns the first item and leaves it in, waiting for one at most {@code limit}; null if none
   * came. Somebody else may take it in the meantime.
   */
  @SuppressWarnings("unchecked") // only items are handed over
  public @Nullable T peek(Duration limit) {
    GreenThread me = GreenThread.current();
    me.noWait(); // before anything is moved: a kill may come out of it
    guard.enter();
    T item = firstItem();
    if (item != null) {
      guard.leave();
      return item;
    }
    Waiter w = takers.enqueue(me, guard, this, "peek", PEEKING);
    guard.leave();
    return takers.await(w, guard, limit) ? (T) w.value() : null;
  }

  /** The item that would be taken next, be it one that a putter holds ready. */
  @SuppressWarnings("unchecked") // putters carry items
  private @Nullable T firstItem() {
    T item = items.peek();
    Waiter putter = item == null ? putters.first() : null;
    return putter == null ? item : (T) putter.carried();
  }

  @SuppressWarnings("unchecked") // only items are handed over
  private @Nullable T take(@Nullable Duration limit) {
    GreenThread me = GreenThread.current();
    me.noWait(); // before anything is moved: a kill may come out of it
    guard.enter();
    T item = takeNow();
    if (item != null) {
      guard.leave();
      return item;
    }
    Waiter w = takers.await(me, guard, this, "take", limit);
    return w == null ? null : (T) w.value();
  }

  /** The first item, and the first putter's item into the room that gives. */
  private @Nullable T takeNow() {
    T item = items.poll();
    Waiter putter = putters.wakeFirst(null);
    if (putter == null) {
      return item;
    }
    @SuppressWarnings("unchecked") // putters carry items
    T offered = (T) putter.carried();
    if (item == null) {
      return offered;
    }
    items.add(offered);
    return item;
  }

  // --- asking ---

  /** Returns how many items are in it; those of waiting putters do not count. */
  public int size() {
    guard.enter();
    int n = items.size();
    guard.leave();
    return n;
  }

  /** Returns whether there is something to take. */
  @Override
  public boolean ready() {
    guard.enter();
    boolean some = available();
    guard.leave();
    return some;
  }

  private boolean available() {
    return !items.isEmpty() || putters.first() != null;
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
        + " putting]";
  }
}
