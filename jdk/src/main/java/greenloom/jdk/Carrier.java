package greenloom.jdk;

import org.jspecify.annotations.Nullable;

/** The platform thread under the running code. */
public final class Carrier {
  private Carrier() {}

  /**
   * Returns the platform thread that carries the caller: itself on a platform thread, the carrier
   * on a virtual one. Any thread; never waits.
   */
  public static Thread current() {
    return Jdk.ADAPTER.carrier();
  }

  /**
   * Blocks the platform thread under the caller until {@link #unpark}, spuriously now and then. A
   * green thread that calls this holds up its carrier on purpose.
   *
   * @param nanos the limit; 0 means none
   */
  public static void park(long nanos) {
    Jdk.ADAPTER.park(nanos);
  }

  /** Ends the {@link #park} of a platform thread, or lets its next one return at once. */
  public static void unpark(Thread carrier) {
    Jdk.ADAPTER.unpark(carrier);
  }

  /**
   * Calls {@code action} at each {@link Thread#interrupt} of the calling platform thread, on the
   * interrupting thread, until called again with null. A carrier needs it: the status of an
   * interrupt that comes while it carries a green thread is lost otherwise.
   */
  public static void onInterrupt(@Nullable Runnable action) {
    Jdk.ADAPTER.onInterrupt(action);
  }

  /**
   * Runs {@code request} on the bare stack of the calling platform thread. A coroutine or generator
   * that runs there is suspended meanwhile and resumed after it; outside of one the request is
   * simply run. Exceptions of the request come out here.
   *
   * @throws IllegalStateException on a virtual thread
   */
  public static void atRoot(Runnable request) {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread has no bare stack");
    }
    Jdk.ADAPTER.atRoot(request);
  }
}
