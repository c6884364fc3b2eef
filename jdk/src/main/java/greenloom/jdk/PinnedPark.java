package greenloom.jdk;

import static greenloom.jdk.VirtualThread25.BLOCKING;
import static greenloom.jdk.VirtualThread25.BLOCK_PERMIT;
import static greenloom.jdk.VirtualThread25.PARKING;
import static greenloom.jdk.VirtualThread25.PARK_PERMIT;
import static greenloom.jdk.VirtualThread25.PINNED;
import static greenloom.jdk.VirtualThread25.RUNNING;
import static greenloom.jdk.VirtualThread25.STATE;
import static greenloom.jdk.VirtualThread25.TIMED_PARKING;
import static greenloom.jdk.VirtualThread25.TIMED_PINNED;
import static greenloom.jdk.VirtualThread25.TIMED_WAITING;
import static greenloom.jdk.VirtualThread25.WAITING;

import jdk.internal.misc.Unsafe;

/**
 * The wait of a green thread that cannot leave its carrier: the scheduler is told to go on
 * elsewhere, the carrier sleeps until the thread is woken, and the scheduler is taken back.
 *
 * <p>Does before {@code VirtualThread.parkOnCarrierThread} what that method would do, which then
 * finds its permit and returns at once. The states are the JDK's, so that an unpark finds the
 * carrier.
 */
final class PinnedPark {
  private static final Unsafe U = Unsafe.getUnsafe();
  private static final long MONITOR_POLL_NANOS = 1_000_000;

  private PinnedPark() {}

  /** Waits out the wait that {@code task}'s thread, the calling one, was about to begin. */
  static void park(GreenTask task) {
    Thread t = task.thread();
    int state = VirtualThread25.state(t);
    boolean inner = task.passing > 0; // the innermost frames did suspend, only we could not
    if (state == PARKING || state == TIMED_PARKING) {
      if (!(boolean) PARK_PERMIT.getVolatile(t)) {
        parked(task, t, state == TIMED_PARKING);
      }
      if (inner) {
        PARK_PERMIT.setVolatile(t, false);
      }
    } else if (inner && (state == BLOCKING || state == WAITING || state == TIMED_WAITING)) {
      atMonitor(task, t, state);
      BLOCK_PERMIT.setVolatile(t, false);
    }
    STATE.setVolatile(t, inner ? RUNNING : state);
  }

  private static void parked(GreenTask task, Thread t, boolean timed) {
    long deadline = timed ? System.nanoTime() + (long) VirtualThread25.TIMEOUT.get(t) : 0;
    STATE.setVolatile(t, RUNNING); // the hooks are ordinary code
    task.onPinned();
    STATE.setVolatile(t, timed ? TIMED_PINNED : PINNED);
    while (!(boolean) PARK_PERMIT.getVolatile(t)) {
      if (!timed) {
        U.park(false, 0);
        continue;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      U.park(false, left);
    }
    STATE.setVolatile(t, RUNNING);
    task.onUnpinned();
  }

  /** The state stays as it is: the monitor's owner sets the permit and does not look further. */
  private static void atMonitor(GreenTask task, Thread t, int state) {
    boolean timed = state == TIMED_WAITING;
    long millis = timed ? (long) VirtualThread25.TIMEOUT.get(t) : 0;
    long deadline = System.nanoTime() + millis * 1_000_000;
    task.onPinned();
    while (!(boolean) BLOCK_PERMIT.getVolatile(t)
        && !(state != BLOCKING && t.isInterrupted())
        && !(timed && System.nanoTime() - deadline >= 0)) {
      U.park(false, MONITOR_POLL_NANOS);
    }
    task.onUnpinned();
  }
}
