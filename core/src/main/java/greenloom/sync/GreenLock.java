package greenloom.sync;

import greenloom.hub.GreenThread;
import greenloom.hub.Guard;
import greenloom.hub.WaitQueue;
import greenloom.hub.Waiter;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A lock that its owner, a green or another thread, may take again: a {@link
 * java.util.concurrent.locks.ReentrantLock} whose waits switch. Strictly first come, first served:
 * one that is let go belongs to whoever has waited longest.
 *
 * <p>On one hub shared data needs no lock unless its use waits in between. Any thread may use it;
 * what happened before an unlock is seen by the next owner. Waiting for it is left by a kill, a
 * time limit, and an interrupt: a {@link CancellationException}, also where the interface names
 * {@code InterruptedException}, and the status stays set. Whoever leaves so does not own it.
 */
public final class GreenLock implements Lock {
  private final Guard guard = new Guard();
  private final WaitQueue waiters = new WaitQueue();

  // from and to 0 under the guard, else the owner's; 1 while it is handed over
  private int holds;

  // the owner's; others can only find that it is not theirs
  private @Nullable GreenThread owner;

  /** Makes one that nobody holds. */
  public GreenLock() {}

  // --- taking ---

  /** Takes the lock; waits for it if another thread has it. Held already, it is held once more. */
  @Override
  public void lock() {
    lock(GreenThread.current(), null);
  }

  /** The same as {@link #lock}, which an interrupt ends in any case. */
  @Override
  public void lockInterruptibly() {
    lock();
  }

  /** Takes the lock if that needs no waiting; returns whether it did. */
  @Override
  public boolean tryLock() {
    if (isHeldByCurrentThread()) {
      holds++;
      return true;
    }
    GreenThread me = GreenThread.current();
    guard.enter();
    boolean taken = take(me);
    guard.leave();
    return taken;
  }

  /** Takes the lock, waiting for it at most {@code limit}; returns whether it did. */
  public boolean tryLock(Duration limit) {
    return lock(GreenThread.current(), limit);
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) {
    return tryLock(Duration.ofNanos(unit.toNanos(time)));
  }

  private boolean lock(GreenThread me, @Nullable Duration limit) {
    if (isHeldByCurrentThread()) {
      holds++;
      return true;
    }
    me.noWait(); // before it is taken: a kill may come out of it
    return take(me, limit);
  }

  private boolean take(GreenThread me, @Nullable Duration limit) {
    guard.enter();
    if (take(me)) {
      guard.leave();
      return true;
    }
    boolean handedOver = waiters.await(me, guard, this, "lock", limit) != null;
    if (handedOver) {
      owner = me;
    }
    return handedOver;
  }

  private boolean take(GreenThread me) {
    if (holds > 0) {
      return false;
    }
    holds = 1;
    owner = me;
    return true;
  }

  // --- letting go ---

  /**
   * Lets go of it; when that was the last hold, it belongs to the first who waits. Does not wait.
   *
   * @throws IllegalMonitorStateException if the caller does not hold it
   */
  @Override
  public void unlock() {
    checkHeld();
    if (holds > 1) {
      holds--;
      return;
    }
    guard.enter();
    handOver();
    guard.leave();
  }

  private void handOver() {
    owner = null;
    holds = 1;
    if (waiters.wakeFirst(null) == null) {
      holds = 0;
    }
  }

  void checkHeld() {
    if (!isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException(
          "only its owner may do that, and "
              + Thread.currentThread().getName()
              + " is not: "
              + this);
    }
  }

  // --- for conditions ---

  /** Makes a condition that threads which hold this lock can wait for. */
  @Override
  public GreenCondition newCondition() {
    return new GreenCondition(this);
  }

  /** Lets go of all holds and waits in {@code queue}; holds as much as before when it returns. */
  boolean await(GreenCondition on, WaitQueue queue, @Nullable Duration limit) {
    checkHeld();
    GreenThread me = GreenThread.current();
    int held = holds;
    guard.enter();
    Waiter w = queue.enqueue(me, guard, on, "await", null);
    handOver();
    guard.leave();
    try {
      return queue.await(w, guard, limit);
    } finally {
      GreenThread.<Boolean, RuntimeException>shield(() -> takeBack(me));
      holds = held;
    }
  }

  /** Whatever comes; an interrupt is kept. */
  private boolean takeBack(GreenThread me) {
    boolean interrupted = false;
    boolean taken = false;
    while (!taken) {
      interrupted |= Thread.interrupted();
      try {
        taken = take(me, null);
      } catch (CancellationException e) {
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** Wakes the first who waits in {@code queue}, or all. */
  void wake(WaitQueue queue, boolean all) {
    checkHeld();
    guard.enter();
    if (all) {
      queue.wakeAll(null);
    } else {
      queue.wakeFirst(null);
    }
    guard.leave();
  }

  // --- asking ---

  /** Returns whether somebody holds it. */
  public boolean isLocked() {
    guard.enter();
    boolean locked = holds > 0;
    guard.leave();
    return locked;
  }

  /** Returns whether the caller holds it. */
  public boolean isHeldByCurrentThread() {
    GreenThread o = owner;
    return o != null && o.thread() == Thread.currentThread();
  }

  /** Returns how many holds the caller has on it; 0 if it is not the owner. */
  public int holdCount() {
    return isHeldByCurrentThread() ? holds : 0;
  }

  @Override
  public String toString() {
    GreenThread o = owner;
    String who = o != null ? "held by " + o.name() : holds > 0 ? "handed over" : "free";
    return "GreenLock[" + who + ", " + waiters.size() + " waiting]";
  }
}
