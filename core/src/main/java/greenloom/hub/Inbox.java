package greenloom.hub;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have put for a loop: green threads that are ready, and things to be done on
 * the bare hub.
 *
 * <p>How a wake-up is never lost: other threads put first and look at {@code asleep} second; the
 * loop sets {@code asleep} first and looks into the inbox second. So one of them sees the other.
 * Inside the hub no such care is needed, because a green thread that makes another one ready runs
 * on the carrier itself and puts it into the ready queue directly.
 */
final class Inbox {
  private final Poller poller;

  // any thread
  private final ConcurrentLinkedQueue<Runnable> items = new ConcurrentLinkedQueue<>();
  private volatile boolean asleep;

  Inbox(Poller poller) {
    this.poller = poller;
  }

  // --- any thread ---

  void put(Runnable item) {
    items.add(item);
    wake();
  }

  /** Wakes the loop if it sleeps. */
  void wake() {
    if (asleep) {
      poller.wake();
    }
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  boolean asleep() {
    return asleep;
  }

  // --- the carrier ---

  /** The first item, taken out; null if there is none. */
  @Nullable Runnable poll() {
    return items.poll();
  }

  /** The loop is about to sleep, and will look into the inbox before it does; or it is awake. */
  void asleep(boolean now) {
    asleep = now;
  }
}
