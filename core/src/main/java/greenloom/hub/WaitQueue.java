package greenloom.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waiters in the order they came: first come, first served. Not safe by itself; keep it under the
 * {@link Guard} of the thing it belongs to.
 *
 * <p>Waiters that have given up are passed over; they take themselves out with {@link #remove}.
 */
public final class WaitQueue {
  private @Nullable Waiter first;
  private @Nullable Waiter last;
  private int size;

  /** Makes an empty queue. */
  public WaitQueue() {}

  /**
   * Puts {@code me}, the calling thread, at the end. With the guard held.
   *
   * @param on what is waited for, and {@code doing} what, for dumps
   * @param carried what it holds ready for whoever wakes it; null for nothing
   */
  public Waiter enqueue(
      GreenThread me, Guard guard, Object on, String doing, @Nullable Object carried) {
    Waiter w = new Waiter(me, on, doing, guard, carried);
    add(w);
    return w;
  }

  /**
   * Waits until {@code w}, which stands in this queue, is woken; returns false if {@code limit},
   * which may be null, has passed before. Without the guard. Kills and foreign time limits come out
   * of here. Whoever is not woken leaves the queue.
   */
  public boolean await(Waiter w, Guard guard, @Nullable Duration limit) {
    boolean woken = false;
    try {
      woken = limit == null ? w.await() : w.await(limit);
      return woken;
    } finally {
      if (!woken) {
        guard.enter();
        remove(w);
        guard.leave();
      }
    }
  }

  /**
   * Lets {@code me}, the calling thread, wait at the end of this queue: {@link #enqueue}, then
   * {@link #await(Waiter, Guard, Duration)}. Called with {@code guard} held; gives it back before
   * waiting.
   *
   * @return the wait, woken; null if the limit has passed
   */
  public @Nullable Waiter await(
      GreenThread me, Guard guard, Object on, String doing, @Nullable Duration limit) {
    Waiter w = enqueue(me, guard, on, doing, null);
    guard.leave();
    return await(w, guard, limit) ? w : null;
  }

  /** Puts {@code w} at the end. */
  void add(Waiter w) {
    w.before = last;
    if (last == null) {
      first = w;
    } else {
      last.after = w;
    }
    last = w;
    w.queued = true;
    size++;
  }

  /** Takes {@code w} out, wherever it stands; does nothing if it is not in a queue. */
  void remove(Waiter w) {
    if (!w.queued) {
      return;
    }
    if (w.before == null) {
      first = w.after;
    } else {
      w.before.after = w.after;
    }
    if (w.after == null) {
      last = w.before;
    } else {
      w.after.before = w.before;
    }
    w.before = null;
    w.after = null;
    w.queued = false;
    size--;
  }

  /** Wakes the first that still waits, hands it {@code value}, and returns it; null if none. */
  public @Nullable Waiter wakeFirst(@Nullable Object value) {
    for (Waiter w = first; w != null; w = first) {
      remove(w);
      if (w.wake(value)) {
        return w;
      }
    }
    return null;
  }

  /** Returns the first that still waits, and leaves it waiting; null if none. */
  public @Nullable Waiter first() {
    Waiter w = first;
    while (w != null && !w.open()) {
      w = w.after;
    }
    return w;
  }

  /** Wakes all, in order, and hands each {@code value}. */
  public void wakeAll(@Nullable Object value) {
    while (wakeFirst(value) != null) {
      // the next
    }
  }

  /** Returns how many stand here, those that have just given up included. */
  public int size() {
    return size;
  }

  /** Returns whether nobody stands here. */
  public boolean isEmpty() {
    return size == 0;
  }
}
