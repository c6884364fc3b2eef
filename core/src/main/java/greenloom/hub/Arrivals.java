package greenloom.hub;

import greenloom.jdk.GreenThreads;
import greenloom.jdk.Jdk;
import greenloom.jdk.Watch;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is something to read at a socket, as one hub knows it: the hub's epoll tells of
 * each arrival, so that a read which would find nothing is not tried, and a wait for the next bytes
 * costs no call of the operating system.
 *
 * <p>Nothing is read here. Whoever reads asks {@link #await} first, says {@link #taking}, reads in
 * the JDK's way, and says {@link #took}.
 *
 * <pre>
 *   state    some   a reader
 *   EMPTY    false  parks; an arrival makes it FILLED
 *   FILLED   true   reads; it makes it EMPTY before, and FILLED again if something may be left
 *   ENDED    -      reads, always: the socket is closed or watched by another hub
 * </pre>
 *
 * <p>The descriptor is registered once, for changes (edge-triggered): a report comes for each
 * arrival, and none for what lies there already. That is cheaper than by level, where each report
 * makes the operating system look once more, and where bytes nobody wants yet would end each sleep
 * of the hub. It is right under these conditions:
 *
 * <ul>
 *   <li>EMPTY may be believed only when a read has left nothing behind, and whatever came after
 *       that read has been reported. So a reader makes it EMPTY <i>before</i> it reads: an arrival
 *       meanwhile makes it FILLED again, and at worst a read is tried in vain.
 *   <li>A read that brings less than was asked for has emptied the socket, with two exceptions. The
 *       end of the stream, or a failure, may have been reported together with the bytes before it,
 *       and urgent data ends a read in the middle. Such reports are marked; after the first of them
 *       every read is tried.
 *   <li>The registration is of this very descriptor: its number is given to another socket only
 *       after it was closed, and the owner of the socket calls {@link #end} around that. A report
 *       that comes late, or is of somebody else's descriptor, makes it FILLED without a reason: a
 *       read is tried in vain.
 *   <li>A reader notes itself first and looks for FILLED second; a report makes it FILLED first and
 *       looks for the reader second.
 * </ul>
 *
 * <p>One thread waits here. A second one, or one that a read in vain has brought there, waits in
 * the JDK's way, beside it: then the same report wakes both.
 */
public final class Arrivals extends Watch {
  private static final VarHandle READER;

  static {
    try {
      READER = MethodHandles.lookup().findVarHandle(Arrivals.class, "reader", GreenThread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // immutable
  private final Hub hub;
  private final int fd;

  // set by the carrier; some also by readers
  private volatile boolean some;
  private volatile boolean special;

  // any thread
  private volatile boolean ended;
  private volatile @Nullable GreenThread reader;

  private Arrivals(Hub hub, int fd) {
    this.hub = hub;
    this.fd = fd;
  }

  /** Returns whether hubs can be told of arrivals, on this JDK and operating system. */
  public static boolean possible() {
    Jdk.preparePollers();
    return Jdk.features().epoll();
  }

  /**
   * Begins to watch a socket for the hub of the calling green thread. The caller sees to it that
   * the socket is not closed meanwhile, and calls {@link #end} before it is.
   *
   * @return null if the caller is no green thread, or that is not possible here
   */
  public static @Nullable Arrivals at(Socket socket) throws IOException {
    GreenThread me = greenThread();
    int fd = me == null ? -1 : Jdk.descriptorOf(socket);
    if (me == null || fd < 0) {
      return null;
    }
    Arrivals arrivals = new Arrivals(me.hub(), fd);
    return me.hub().loop().poller().watch(fd, arrivals) ? arrivals : null;
  }

  private static @Nullable GreenThread greenThread() {
    return GreenThreads.taskOf(Thread.currentThread()) instanceof GreenThread g && g.green()
        ? g
        : null;
  }

  /** Returns whether the caller is a green thread of the hub that watches. */
  public boolean here() {
    GreenThread me = greenThread();
    return me != null && me.hub() == hub;
  }

  // --- readers: green threads of the hub ---

  /**
   * Waits until a read makes sense: something has come, or the read shall find out that the socket
   * is closed, that the thread is interrupted, or wait itself beside another reader. Kills and time
   * limits come out of here; nothing has been read then.
   *
   * @param millis the longest time to wait; 0: no limit
   * @return false if the time is up
   */
  public boolean await(int millis) {
    if (some || ended) {
      return true;
    }
    GreenThread me = GreenThread.current();
    if (!READER.compareAndSet(this, null, me)) {
      return true;
    }
    Poller poller = hub.loop().poller();
    poller.beginWatched();
    try {
      return millis == 0 ? park(me) : park(me, System.nanoTime() + millis * 1_000_000L);
    } finally {
      reader = null;
      poller.endWatched();
    }
  }

  private boolean park(GreenThread me) {
    while (mustWait(me)) {
      LockSupport.park();
    }
    return true;
  }

  private boolean park(GreenThread me, long deadline) {
    while (mustWait(me)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      LockSupport.parkNanos(left);
    }
    return true;
  }

  private boolean mustWait(GreenThread me) {
    if (some || ended) {
      return false;
    }
    me.beforeSocketWait();
    return !me.thread().isInterrupted();
  }

  /** The caller is about to read. */
  @Override
  public void taking() {
    some = false;
  }

  /**
   * The caller has read.
   *
   * @param all whether it got less than it asked for, so that nothing can be left
   */
  public void took(boolean all) {
    if (!all || special) {
      fill();
    }
  }

  // --- the carrier ---

  @Override
  protected void arrived(int what) {
    if ((what & SPECIAL) != 0) {
      special = true;
    }
    fill();
  }

  private void fill() {
    some = true;
    wakeReader();
  }

  private void wakeReader() {
    GreenThread waiting = reader;
    if (waiting != null) {
      LockSupport.unpark(waiting.thread());
    }
  }

  // --- any thread ---

  /**
   * Ends the watch; who waits here goes on in the JDK's way. The socket must not be closed before
   * this.
   *
   * @param closing whether the socket is closed now
   */
  public void end(boolean closing) {
    hub.loop().poller().unwatch(fd, this, closing);
    ended = true;
    wakeReader();
  }
}
