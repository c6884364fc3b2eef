package greenloom.hub;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether anything can still happen on a hub that has nothing to do. The carrier only.
 *
 * <p>It cannot when a platform thread runs the hub because it waits, no timer is armed, nobody
 * holds the hub open, every green thread waits with our own words, none of the things waited on was
 * ever touched by another thread, and no hub of another thread has anybody who could do so yet.
 * With many green threads that is looked at only after a pause, so that a hub which is often idle
 * for a moment does not count them each time.
 */
final class Deadlock {
  private static final int FEW = 64;
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long WHILE_OTHERS_LIVE = TimeUnit.SECONDS.toNanos(1);
  private static final long FOREVER = Long.MAX_VALUE / 4;

  private final Hub hub;
  private final Loop loop;
  private long quietSinceRun = -1;
  private long lookAt;
  private boolean looked;

  Deadlock(Hub hub, Loop loop) {
    this.hub = hub;
    this.loop = loop;
  }

  /**
   * Looks, if it is time to, and tells the root when nothing can happen; true if it did.
   *
   * @param expected how many timers and sockets are waited for
   */
  boolean found(int expected, long runs) {
    if (expected > 0 || !hub.rootWaits()) {
      looked = true;
      return false;
    }
    if (runs != quietSinceRun) {
      quietSinceRun = runs;
      lookAt = System.nanoTime() + (loop.roster().live() <= FEW ? 0 : PATIENCE);
      looked = false;
    }
    if (looked || patience() > 0) {
      return false;
    }
    looked = true;
    if (!closed() || !loop.inbox().isEmpty()) {
      return false;
    }
    if (HubRegistry.othersLive(hub)) {
      lookAt = System.nanoTime() + WHILE_OTHERS_LIVE;
      looked = false;
      return false;
    }
    if (!closed() || !loop.inbox().isEmpty()) { // one of the others may have answered, and ended
      return false;
    }
    Waiter root = hub.root().waiting();
    if (root != null) {
      root.fail(new DeadlockException(DeadlockReport.of(hub)));
    }
    return true;
  }

  /** Looks once more, although nobody has run: what might have answered from outside is gone. */
  void lookAgain() {
    looked = false;
  }

  /** How long the hub may sleep before it must look again. */
  long patience() {
    return looked ? FOREVER : Math.max(0, lookAt - System.nanoTime());
  }

  /** Whether all threads wait with our own words, for each other only. */
  boolean closed() {
    if (hub.held() || !loop.knowsAll() || !hub.features().tasks()) {
      return false;
    }
    Waiter root = hub.root().waiting();
    return (root == null || root.closed())
        && loop.roster().threads().stream().map(GreenThread::waiting).allMatch(Deadlock::closed);
  }

  private static boolean closed(@Nullable Waiter w) {
    return w != null && w.closed();
  }
}
