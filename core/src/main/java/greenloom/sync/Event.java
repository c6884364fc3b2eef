package greenloom.sync;

import greenloom.hub.Awaitable;
import greenloom.hub.GreenThread;
import greenloom.hub.Guard;
import greenloom.hub.Link;
import greenloom.hub.Links;
import greenloom.hub.WaitQueue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A flag that threads can wait for: like a {@link java.util.concurrent.CountDownLatch} of one that
 * can be closed again.
 *
 * <p>Any thread may use it. What happened before {@link #set} is seen by those it lets go on.
 */
public final class Event implements Awaitable {
  private final Guard guard = new Guard();
  private final WaitQueue waiters = new WaitQueue();
  private final Links links = new Links(guard);
  private volatile boolean set;

  /** Makes one that is not set. */
  public Event() {}

  /**
   * Sets it, and wakes everybody who waits, in the order they came, even if it is cleared before
   * they run. Does not wait.
   */
  public void set() {
    guard.enter();
    set = true;
    waiters.wakeAll(null);
    guard.leave();
    links.tellAll();
  }

  /** Clears it, so that those who come from now on wait. Does not wait. */
  public void clear() {
    guard.enter();
    set = false;
    guard.leave();
  }

  /** Returns whether it is set. */
  public boolean isSet() {
    return set;
  }

  /** Waits until it is set; returns at once if it is. A kill or a time limit leaves the queue. */
  public void await() {
    await(GreenThread.current(), null);
  }

  /** Waits until it is set, at most {@code limit}; returns whether it was. */
  public boolean await(Duration limit) {
    return await(GreenThread.current(), limit);
  }

  private boolean await(GreenThread me, @Nullable Duration limit) {
    guard.enter();
    if (set) {
      guard.leave();
      me.noWait();
      return true;
    }
    return waiters.await(me, guard, this, "await", limit) != null;
  }

  @Override
  public boolean ready() {
    return set;
  }

  @Override
  public Link whenReady(Runnable then) {
    return links.addUnless(() -> set, then);
  }

  @Override
  public boolean reachable() {
    return guard.shared();
  }

  @Override
  public String toString() {
    return "Event[" + (set ? "set" : waiters.size() + " waiting") + "]";
  }
}
