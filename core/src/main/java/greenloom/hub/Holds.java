package greenloom.hub;

import java.util.concurrent.atomic.AtomicInteger;

/** Who says that answers may come to a hub from outside, so that it reports no deadlock. */
final class Holds {
  private final Hub hub;
  private final AtomicInteger open = new AtomicInteger();

  Holds(Hub hub) {
    this.hub = hub;
  }

  Hub.Hold add() {
    open.incrementAndGet();
    AtomicInteger mine = new AtomicInteger(1);
    return () -> {
      if (mine.getAndSet(0) == 1) {
        open.decrementAndGet();
        hub.loop().put(hub.loop().idle()::lookAgain);
      }
    };
  }

  boolean any() {
    return open.get() > 0;
  }
}
