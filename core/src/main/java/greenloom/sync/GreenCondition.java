package greenloom.sync;

import greenloom.hub.GreenThread;
import greenloom.hub.WaitQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * Something that the owners of a {@link GreenLock} wait for and tell each other of: a {@link
 * Condition} whose waits switch. Made by {@link GreenLock#newCondition}.
 *
 * <p>Any thread may use it while it holds the lock; else there is an {@code
 * IllegalMonitorStateException}. Waiting lets go of the lock, however often it is held, and has it
 * back when it returns or throws, be it of a kill, a time limit or an interrupt (a {@link
 * CancellationException}, and the status stays set). Those who wait are woken first come, first
 * served. A signal goes to somebody who still waits. What it told of may be over again when the
 * lock is back, so wait in a loop:
 *
 * <pre>{@code
 * while (stock == 0) {
 *   arrived.await();
 * }
 * }</pre>
 */
public final class GreenCondition implements Condition {
  private final GreenLock lock;
  private final WaitQueue waiters = new WaitQueue(); // under the guard of the lock

  GreenCondition(GreenLock lock) {
    this.lock = lock;
  }

  /** Waits for a signal. */
  @Override
  public void await() {
    lock.await(this, waiters, null);
  }

  /** Waits for a signal, at most {@code limit}; returns whether one came. */
  public boolean await(Duration limit) {
    return lock.await(this, waiters, limit);
  }

  @Override
  public boolean await(long time, TimeUnit unit) {
    return lock.await(this, waiters, Duration.ofNanos(unit.toNanos(time)));
  }

  /** Waits for a signal, at most {@code nanos}; returns how many of them are left. */
  @Override
  public long awaitNanos(long nanos) {
    var clock = GreenThread.current().hub().clock();
    long end = clock.nanoTime() + nanos;
    lock.await(this, waiters, Duration.ofNanos(nanos));
    return end - clock.nanoTime();
  }

  @Override
  public boolean awaitUntil(Date deadline) {
    return lock.await(this, waiters, Duration.between(Instant.now(), deadline.toInstant()));
  }

  /**
   * Waits for a signal; kills and time limits are left for the next wait. An interrupt is, too, but
   * wakes it without a reason.
   */
  @Override
  public void awaitUninterruptibly() {
    boolean interrupted = Thread.interrupted();
    try {
      GreenThread.<Boolean, RuntimeException>shield(() -> lock.await(this, waiters, null));
    } catch (CancellationException e) {
      interrupted = true; // to wait again would miss a signal that came since
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the one who has waited longest go on, when it can have the lock. Does not wait. */
  @Override
  public void signal() {
    lock.wake(waiters, false);
  }

  /** Lets all who wait go on, one after the other. Does not wait. */
  @Override
  public void signalAll() {
    lock.wake(waiters, true);
  }

  @Override
  public String toString() {
    return "GreenCondition[" + waiters.size() + " waiting]";
  }
}
