package greenloom.jdk;

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
