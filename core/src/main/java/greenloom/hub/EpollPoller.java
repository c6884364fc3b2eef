package greenloom.hub;

import greenloom.jdk.Epoll;
import greenloom.jdk.Jdk;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Readiness of sockets comes to the hub's carrier itself, from an epoll of the hub's own, which is
 * opened at the first socket wait.
 *
 * <pre>
 *   state      the carrier                        is woken by
 *   AWAKE      runs the loop                      nothing; it finds what was put, and woken
 *   PARKED     sleeps, nobody waits for a socket  unpark
 *   POLLING    sleeps in the epoll                the epoll's event
 * </pre>
 *
 * <p>Parked it sleeps to the microsecond. The epoll counts in milliseconds, and is given them
 * rounded up: a timer never comes early, and none spins.
 *
 * <p>How a wake-up is never lost:
 *
 * <ul>
 *   <li>{@link #wake} sets {@code woken} first and looks at {@code state} second; {@link #sleep}
 *       sets the state first and looks at {@code woken} second. One of the two sees the other. Only
 *       the first of several wakers sends an event; the others know it is on its way. {@code woken}
 *       is cleared after the sleep and before the loop looks at what the wakers have put.
 *   <li>{@link #begin} counts the wait first, arms it second, and looks at the state third; a sleep
 *       sets the state first and looks at the count second. So a thread that comes to wait for a
 *       socket while the hub is parked ends that; it can, when it is pinned to another carrier.
 *   <li>A descriptor is armed after the JDK has noted who waits for it. So a report finds the
 *       waiting thread, or one that has been woken already, which looks at its socket again. All
 *       waits of the JDK do that: a report too many, of a former wait of the same descriptor or of
 *       the socket that had its number before, is no harm. Arming looks at the present readiness;
 *       what came between the last look and the wait is reported at once.
 *   <li>Reports are handed out on the carrier between two runs. No thread of the hub can end its
 *       wait, or begin one, between the report and its delivery; one that runs beside the hub after
 *       a seizure at most gets a report too many.
 *   <li>A number is given to another descriptor only after the JDK has closed the first, and it
 *       closes one only when its reader and writer have come back. The operating system takes a
 *       closed one out of the epoll, so the new one is armed afresh.
 * </ul>
 */
final class EpollPoller implements Poller {
  private static final int AWAKE = 0;
  private static final int PARKED = 1;
  private static final int POLLING = 2;

  // immutable
  private final String name;

  // any thread
  private final AtomicBoolean woken = new AtomicBoolean();
  private final AtomicInteger waits = new AtomicInteger();
  private final AtomicLong interrupts = new AtomicLong();
  private volatile int state = AWAKE;
  private volatile @Nullable Thread sleeper;
  private volatile @Nullable Epoll epoll;
  private volatile boolean closed;

  EpollPoller(String name) {
    this.name = name;
  }

  // --- the carrier ---

  @Override
  public void poll() {
    Epoll e = epoll;
    if (e != null && waits.get() > 0) {
      e.deliver(e.await(0));
    }
  }

  @Override
  public void leave() {}

  @Override
  public void sleep(long nanos) {
    Epoll e = epoll;
    if (e == null || waits.get() == 0 || closed) {
      park(nanos);
    } else {
      await(e, nanos);
    }
  }

  private void park(long nanos) {
    sleeper = Thread.currentThread();
    state = PARKED;
    if (!woken.get() && (waits.get() == 0 || closed)) {
      LockSupport.parkNanos(this, nanos);
    }
    awake();
  }

  private void await(Epoll e, long nanos) {
    state = POLLING;
    int reports = e.await(woken.get() ? 0 : millis(nanos));
    awake();
    e.deliver(reports);
  }

  private void awake() {
    state = AWAKE;
    woken.set(false);
  }

  /** Rounded up; -1, for ever, if it is more than the operating system can count. */
  static int millis(long nanos) {
    long ms = TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
    return ms <= Integer.MAX_VALUE ? (int) ms : -1;
  }

  // --- any thread ---

  @Override
  public void wake() {
    if (woken.getAndSet(true)) {
      return;
    }
    int at = state;
    if (at == PARKED) {
      LockSupport.unpark(sleeper);
    } else if (at == POLLING) {
      Epoll e = epoll;
      if (e != null) {
        interrupts.incrementAndGet();
        e.interrupt();
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int waits() {
    return closed ? 0 : waits.get();
  }

  @Override
  public long interrupts() {
    return interrupts.get();
  }

  // --- green threads ---

  @Override
  public boolean begin(int fd, boolean read) throws IOException {
    Epoll e = opened();
    if (e == null) {
      return false;
    }
    waits.incrementAndGet();
    boolean armed = false;
    try {
      armed = e.arm(fd, read);
    } finally {
      if (!armed) {
        waits.decrementAndGet();
      }
    }
    leaveThePark();
    return armed;
  }

  /** A sleep that began before the wait was counted does not look into the epoll. */
  private void leaveThePark() {
    if (state == PARKED) {
      wake();
    }
  }

  @Override
  public boolean end(int fd, boolean read, boolean wasWoken) {
    Epoll e = epoll;
    if (e == null || closed) {
      return false; // it may wait at the JDK's; counts no more
    }
    waits.decrementAndGet();
    return e.disarm(fd, read, wasWoken);
  }

  @Override
  public void beginWatched() {
    waits.incrementAndGet();
    leaveThePark();
  }

  @Override
  public void endWatched() {
    waits.decrementAndGet();
  }

  @Override
  public void tell(WatchedChannel channel, int what) throws IOException {
    Epoll e = opened();
    if (e == null || what == 0) {
      forget(channel);
    } else {
      e.watch(channel.fd(), channel, what);
    }
  }

  @Override
  public void forget(WatchedChannel channel) {
    Epoll e = epoll;
    if (e != null) {
      e.unwatch(channel.fd(), channel);
    }
  }

  private @Nullable Epoll opened() throws IOException {
    Epoll e = epoll;
    return e != null ? e : open();
  }

  /** The lock is between green threads only, of which two can run after a seizure. */
  private synchronized @Nullable Epoll open() throws IOException {
    if (epoll == null && !closed) {
      epoll = Jdk.openEpoll();
    }
    return epoll;
  }

  // --- the end ---

  @Override
  public synchronized void close() {
    closed = true;
    Epoll e = epoll;
    if (e != null) {
      e.close();
    }
  }
}
