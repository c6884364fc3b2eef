package greenloom.hub;

import org.jspecify.annotations.Nullable;

/**
 * A thing of which one knows for whom its waiters wait: a lock for its owner, a greenlet for
 * itself. Deadlock reports follow it from thread to thread.
 */
public interface Owned {
  /**
   * Returns the thread that all who wait here wait for; null if nobody has to do anything. Any
   * thread; never waits.
   */
  @Nullable GreenThread owner();
}
