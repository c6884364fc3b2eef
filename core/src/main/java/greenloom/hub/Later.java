package greenloom.hub;

import org.jspecify.annotations.Nullable;

/** Something to be done later; its timer is made on the hub, where the clock is read. */
final class Later implements Runnable {
  private final Hub hub;
  private final long nanos;
  private final Runnable start;

  // the hub's carrier
  private @Nullable Timer timer;
  private boolean off;

  Later(Hub hub, long nanos, Runnable start) {
    this.hub = hub;
    this.nanos = nanos;
    this.start = start;
  }

  @Override
  public void run() {
    if (!off) {
      timer = hub.arm(nanos, start);
    }
  }

  void callOff() {
    off = true;
    if (timer != null) {
      hub.disarm(timer);
    }
  }
}
