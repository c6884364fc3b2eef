package greenloom;

import greenloom.sync.GreenSemaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A {@link Group} of limited size: {@code spawn} waits for a place when it is full. Places are
 * given first come, first served.
 */
public final class Pool extends Group {
  private final GreenSemaphore free;
  private int size;
  private final AtomicInteger toGo = new AtomicInteger(); // places gone when they become free

  /** Makes one that runs at most {@code size} greenlets at a time, at least 1. */
  public Pool(int size) {
    check(size);
    this.size = size;
    this.free = new GreenSemaphore(size);
  }

  @Override
  void admit() {
    free.acquire();
  }

  @Override
  void dismiss() {
    if (toGo.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
      free.release();
    }
  }

  @Override
  int places() {
    return size;
  }

  /**
   * Gives it {@code newSize} places, at least 1. Those who wait come in at once if there are more;
   * if there are fewer, members live on, and nobody new comes in until there are no more than that.
   * Does not wait.
   */
  public void resize(int newSize) {
    check(newSize);
    int more = newSize - size;
    size = newSize;
    for (; more > 0; more--) {
      dismiss();
    }
    for (; more < 0; more++) {
      if (!free.tryAcquire()) {
        toGo.incrementAndGet();
      }
    }
  }

  private static void check(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a pool needs one place at least, not " + size);
    }
  }

  /** Returns whether a spawn would have to wait. */
  @Override
  public boolean full() {
    return free.permits() == 0;
  }

  /**
   * Waits until a place is free. It is not kept for the caller; who spawns into the pool meanwhile
   * takes it.
   */
  public void awaitFree() {
    free.acquire();
    free.release();
  }

  /** Returns how many places are free. */
  public int free() {
    return free.permits();
  }
}
