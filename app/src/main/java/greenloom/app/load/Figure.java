package greenloom.app.load;

import java.util.concurrent.atomic.AtomicLong;

/** A number that the greenlets of one hub change, one at a time, and any thread may read. */
final class Figure {
  private final AtomicLong value = new AtomicLong();

  void add(long n) {
    value.setRelease(value.getPlain() + n);
  }

  long get() {
    return value.getAcquire();
  }
}
