package greenloom.process;

import java.time.Duration;

/**
 * A number of permits that processes share, first come, first served. Any thread may use it.
 *
 * <p>What a process has acquired and not released is given back when it dies. A release by a
 * process that has not acquired adds a permit.
 */
public interface SharedSemaphore {
  /** Takes a permit; waits for one. A kill or a time limit leaves without. */
  void acquire();

  /** Takes a permit if one is free; returns whether it did. Waits for the answer only. */
  boolean tryAcquire();

  /** Takes a permit, waiting for it at most {@code limit}; returns whether it did. */
  boolean tryAcquire(Duration limit);

  /** Gives a permit back. Waits for the answer only, and a kill comes after that. */
  void release();

  /** Returns how many permits are free. */
  int permits();
}
