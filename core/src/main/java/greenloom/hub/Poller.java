package greenloom.hub;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where a hub sleeps, and where readiness of sockets comes in; the seam to the operating system.
 *
 * <p>An implementation keeps these promises: {@link #sleep} returns at the latest after the given
 * time, and at once when {@link #wake} came before it or comes meanwhile; it may return early for
 * no reason. {@link #poll} never waits. Both are called by the hub's carrier only, {@link #wake} by
 * any thread.
 */
interface Poller {
  /** Takes in what is ready, without waiting. */
  void poll();

  /** Waits for readiness, a wake-up, or {@code nanos} nanoseconds. */
  void sleep(long nanos);

  /** Ends the present or the next {@link #sleep}. */
  void wake();

  /** What it is, for the statistics. */
  String name();

  /** The JDK's own pollers: their threads unpark the waiting green thread, which wakes the hub. */
  static Poller portable() {
    return new Poller() {
      private volatile @Nullable Thread sleeper;
      private volatile boolean woken;

      @Override
      public void poll() {}

      @Override
      public void sleep(long nanos) {
        sleeper = Thread.currentThread();
        if (!woken) { // who sets it later sees the sleeper
          LockSupport.parkNanos(this, nanos);
        }
        woken = false;
      }

      @Override
      public void wake() {
        woken = true;
        LockSupport.unpark(sleeper);
      }

      @Override
      public String name() {
        return "portable (the JDK's poller threads)";
      }
    };
  }
}
