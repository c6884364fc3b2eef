package greenloom.jdk;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Who watches which descriptor of an epoll; a table by the descriptor's number.
 *
 * <p>Any thread changes it, under the monitor; the carrier reads it without.
 */
final class Watches {
  private volatile AtomicReferenceArray<@Nullable Watch> all = new AtomicReferenceArray<>(64);

  @Nullable Watch at(int fd) {
    AtomicReferenceArray<@Nullable Watch> a = all;
    return fd < a.length() ? a.getAcquire(fd) : null;
  }

  synchronized void put(int fd, Watch watch) {
    if (fd >= all.length()) {
      all = grown(Math.max(fd + 1, all.length() * 2));
    }
    all.set(fd, watch);
  }

  private AtomicReferenceArray<@Nullable Watch> grown(int length) {
    AtomicReferenceArray<@Nullable Watch> more = new AtomicReferenceArray<>(length);
    for (int i = 0; i < all.length(); i++) {
      more.setPlain(i, all.getPlain(i));
    }
    return more;
  }

  /** Takes {@code watch} out; false if it is not there. */
  synchronized boolean remove(int fd, Watch watch) {
    boolean there = at(fd) == watch;
    if (there) {
      all.set(fd, null);
    }
    return there;
  }
}
