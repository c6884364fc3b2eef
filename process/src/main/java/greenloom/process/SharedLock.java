package greenloom.process;

import java.time.Duration;

/**
 * A lock between processes, and between the threads and greenlets of each: one of all of them has
 * it, and may take it again. First come, first served. Any thread may use it.
 *
 * <p>If the process of its owner dies, the lock belongs to the next who waits, and {@link
 * #abandoned} tells that one: what the lock guards may have been left half done. A greenlet that
 * ends without letting go, in a process that lives, keeps it.
 */
public interface SharedLock {
  /** Takes the lock; waits for it. A kill or a time limit leaves without it. */
  void lock();

  /** Takes it if nobody else has it; returns whether it did. Waits for the answer only. */
  boolean tryLock();

  /** Takes it, waiting for it at most {@code limit}; returns whether it did. */
  boolean tryLock(Duration limit);

  /**
   * Lets go of it, as often as it was taken. Waits for the answer only, and a kill comes after
   * that.
   *
   * @throws IllegalMonitorStateException if the caller does not hold it
   */
  void unlock();

  /**
   * Returns a number that each owner has its own of, higher than all before. Who guards a resource
   * can refuse whoever comes with a lower one. For the owner.
   */
  long fence();

  /** Returns whether the process of the owner before has died with the lock. For the owner. */
  boolean abandoned();
}
