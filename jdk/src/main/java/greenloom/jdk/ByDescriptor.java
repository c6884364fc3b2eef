package greenloom.jdk;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A table by the number of a descriptor.
 *
 * <p>Any thread changes it, under the monitor; any thread reads it without.
 *
 * @param <T> what is noted of a descriptor
 */
final class ByDescriptor<T> {
  private volatile AtomicReferenceArray<@Nullable T> all = new AtomicReferenceArray<>(64);

  @Nullable T at(int fd) {
    AtomicReferenceArray<@Nullable T> a = all;
    return 0 <= fd && fd < a.length() ? a.getAcquire(fd) : null;
  }

  synchronized void put(int fd, T what) {
    if (fd >= all.length()) {
      all = grown(Math.max(fd + 1, all.length() * 2));
    }
    all.set(fd, what);
  }

  private AtomicReferenceArray<@Nullable T> grown(int length) {
    AtomicReferenceArray<@Nullable T> more = new AtomicReferenceArray<>(length);
    for (int i = 0; i < all.length(); i++) {
      more.setPlain(i, all.getPlain(i));
    }
    return more;
  }

  /** Takes out what is there. */
  void remove(int fd) {
    if (at(fd) != null) {
      synchronized (this) {
        all.set(fd, null);
      }
    }
  }

  /** Takes {@code what} out; false if it is not there. */
  synchronized boolean remove(int fd, T what) {
    boolean there = at(fd) == what;
    if (there) {
      all.set(fd, null);
    }
    return there;
  }
}
