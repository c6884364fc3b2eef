package greenloom;

import greenloom.sync.GreenSemaphore;

/**
 * A {@link Group} of limited size: {@code spawn} waits for a place when it is full. Places are
 * given first come, first served.
 */
public final class Pool extends Group {
  private final int size;
  private final GreenSemaphore free;

  /** Makes one that runs at most {@code size} greenlets at a time, at least 1. */
  public Pool(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a pool needs one place at least, not " + size);
    }
    this.size = size;
    this.free = new GreenSemaphore(size);
  }

  @Override
  void admit() {
    free.acquire();
  }

  @Override
  void dismiss() {
    free.release();
  }

  @Override
  int places() {
    return size;
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
