package greenloom.jdk;

import org.jspecify.annotations.Nullable;

/**
 * Finds somebody who closes what a thread has left behind: suspended generators that nobody can
 * reach any more and whose {@code finally} blocks are due.
 *
 * <p>A scheduler of green threads installs one. Without it, or where it declines, the owner closes
 * them itself the next time it uses a coroutine or generator.
 */
@FunctionalInterface
public interface Reaper {
  /**
   * Has {@code close} run soon in a fresh green thread of the scheduler that {@code owner} belongs
   * to, and returns true; or returns false if it cannot. Called from any thread; must not wait.
   * {@code close} never throws, and may wait as any green thread may.
   */
  boolean reap(Thread owner, Runnable close);

  /** Makes {@code reaper} the one for the whole program; null removes it. Returns the old one. */
  static @Nullable Reaper install(@Nullable Reaper reaper) {
    return InstalledReaper.CELL.getAndSet(reaper);
  }

  /** Asks the installed reaper; false without one. */
  static boolean ask(Thread owner, Runnable close) {
    Reaper reaper = InstalledReaper.CELL.get();
    return reaper != null && reaper.reap(owner, close);
  }
}
