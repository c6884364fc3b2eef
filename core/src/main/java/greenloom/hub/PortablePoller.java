package greenloom.hub;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own pollers: their threads unpark the waiting green thread, which wakes the hub.
 * Channels of watchers have a thread with a selector, started at the first of them.
 */
final class PortablePoller implements Poller {
  private final String name;

  // any thread
  private volatile @Nullable Thread sleeper;
  private volatile boolean woken;
  private volatile @Nullable SelectorThread channels;

  PortablePoller(String name) {
    this.name = name;
  }

  @Override
  public void poll() {
    leave();
  }

  @Override
  public void leave() {
    SelectorThread thread = channels;
    if (thread != null) {
      thread.wakeIfDue();
    }
  }

  @Override
  public void sleep(long nanos) {
    leave();
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
  public void beginWatched() {}

  @Override
  public void endWatched() {}

  @Override
  public void tell(WatchedChannel channel, int what) throws IOException {
    SelectorThread thread = channels;
    if (thread == null) {
      thread = SelectorThread.start(channel.hub());
      channels = thread;
    }
    thread.tell(channel, what);
  }

  @Override
  public void forget(WatchedChannel channel) {
    SelectorThread thread = channels;
    if (thread != null) {
      thread.forget(channel);
    }
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
  public void close() {
    SelectorThread thread = channels;
    if (thread != null) {
      thread.close();
    }
  }
}
