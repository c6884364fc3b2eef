package greenloom.hub;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The JDK's own pollers: their threads unpark the waiting green thread, which wakes the hub. */
final class PortablePoller implements Poller {
  private final String name;

  // any thread
  private volatile @Nullable Thread sleeper;
  private volatile boolean woken;

  PortablePoller(String name) {
    this.name = name;
  }

  @Override
  public void poll() {}

  @Override
  public void sleep(long nanos) {
    sleeper = Thread.currentThread();
    if (!woken) { // who sets it later sees the sleeper
      LockSupport.parkNanos(this, nanos);
    }
    woken = false;
  }

  @Override
  public void wake() {
    woken = true;
    LockSupport.unpark(sleeper);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean begin(int fd, boolean read) {
    return false;
  }

  @Override
  public boolean end(int fd, boolean read, boolean polled) {
    return false;
  }

  @Override
  public int waits() {
    return 0;
  }

  @Override
  public long interrupts() {
    return 0;
  }

  @Override
  public void close() {}
}
