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
 * A number of permits. Strictly first come, first served: a released permit goes to whoever has
 * waited longest, and nobody who comes later can take it first.
 *
 * <p>Any thread may use it. One that is killed or out of time while it waits takes no permit. What
 * happened before a release is seen by whoever gets the permit.
 */
public final class GreenSemaphore implements Awaitable {
  private final Guard guard = new Guard();
  private final WaitQueue waiters = new WaitQueue();
  private final Links links = new Links(guard);
  private final int bound;
  private volatile int permits;

  /** Makes one with {@code permits} permits, at least 0. */
  public GreenSemaphore(int permits) {
    this(permits, Integer.MAX_VALUE);
  }

  private GreenSemaphore(int permits, int bound) {
    if (permits < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits");
    }
    this.permits = permits;
    this.bound = bound;
  }

  /**
   * Makes one with {@code permits} permits, at least 0, that never has more: a release that nobody
   * has acquired for is an error.
   */
  public static GreenSemaphore bounded(int permits) {
    return new GreenSemaphore(permits, permits);
  }

  /** Takes a permit; waits for one if there is none. */
  public void acquire() {
    acquire(GreenThread.current(), null);
  }

  /** Takes a permit if one is free and nobody waits for it; never waits. */
  public boolean tryAcquire() {
    guard.enter();
    boolean taken = take();
    guard.leave();
    return taken;
  }

  /** Takes a permit, waiting for it at most {@code limit}; returns whether it was taken. */
  public boolean tryAcquire(Duration limit) {
    return acquire(GreenThread.current(), limit);
  }

  private boolean acquire(GreenThread me, @Nullable Duration limit) {
    me.noWait(); // before a permit is taken: a kill may come out of it
    guard.enter();
    if (take()) {
      guard.leave();
      return true;
    }
    return waiters.await(me, guard, this, "acquire", limit) != null;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the guard
  private boolean take() {
    if (permits > 0) {
      permits--;
      return true;
    }
    return false;
  }

  /**
   * Gives a permit back, or adds one: to the first who waits, if anybody does. Does not wait.
   *
   * @throws IllegalStateException if there are as many as can be; nothing is changed
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // under the guard
  public void release() {
    guard.enter();
    boolean full = permits == bound;
    boolean free = !full && waiters.wakeFirst(null) == null;
    if (free) {
      permits++;
    }
    guard.leave();
    if (full) {
      throw new IllegalStateException(
          "a release without an acquire: all " + bound + " permits of this semaphore are free");
    }
    if (free) {
      links.tellAll();
    }
  }

  /** Returns how many permits are free. */
  public int permits() {
    return permits;
  }

  /** Returns whether a permit is free. */
  @Override
  public boolean ready() {
    return permits > 0;
  }

  @Override
  public Link whenReady(Runnable then) {
    return links.addUnless(() -> permits > 0, then);
  }

  @Override
  public boolean reachable() {
    return guard.shared();
  }

  @Override
  public String toString() {
    return "GreenSemaphore[" + permits + " free, " + waiters.size() + " waiting]";
  }
}
