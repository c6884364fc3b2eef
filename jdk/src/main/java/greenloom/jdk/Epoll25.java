package greenloom.jdk;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An epoll made of the JDK's own native methods: one descriptor for reads, in it another one for
 * writes, and an eventfd that ends a wait.
 *
 * <p>A descriptor is armed for one report, as the JDK does it; after that it stays known, so that
 * arming it again is one call. That of a socket whose {@link Arrivals} are kept is armed once for
 * all. The operating system forgets it when it is closed.
 *
 * <p>Nobody may use one of the three numbers after they were given back, when they may belong to
 * somebody's socket. So {@code users} counts who is inside; whoever is last after {@link #close}
 * gives them back.
 */
final class Epoll25 implements Epoll {
  private static final int ADD = 1;
  private static final int DELETE = 2;
  private static final int CHANGE = 3;
  private static final int IN = 1;
  private static final int OUT = 4;
  private static final int ONCE = 1 << 30;
  private static final int CHANGES = 1 << 31; // EPOLLET
  private static final int BROKEN = 8 | 0x10; // failed, ended
  private static final int SPECIAL = BROKEN | 2 | 0x2000; // urgent, half ended
  private static final int ARRIVALS = IN | SPECIAL | CHANGES;
  private static final int UNKNOWN_DESCRIPTOR = 2; // ENOENT
  private static final int KNOWN_DESCRIPTOR = 17; // EEXIST
  private static final int MOST_REPORTS = 256;
  private static final int CLOSED = Integer.MIN_VALUE;

  private static final MethodHandle CREATE;
  private static final MethodHandle CTL;
  private static final MethodHandle WAIT;
  private static final MethodHandle ALLOCATE;
  private static final MethodHandle FREE;
  private static final MethodHandle REPORT;
  private static final MethodHandle DESCRIPTOR;
  private static final MethodHandle EVENTS;
  private static final MethodHandle NEW_EVENT;
  private static final MethodHandle SET_EVENT;
  private static final MethodHandle DRAIN;
  private static final MethodHandle CLOSE;
  private static final MethodHandle STOP_POLL;

  static {
    try {
      Class<?> epoll = Class.forName("sun.nio.ch.EPoll");
      Class<?> event = Class.forName("sun.nio.ch.EventFD");
      Class<?> files = Class.forName("sun.nio.ch.UnixFileDispatcherImpl");
      Class<?> io = Class.forName("sun.nio.ch.IOUtil");
      Class<?> poller = Class.forName("sun.nio.ch.Poller");
      CREATE = find(epoll, "create", int.class);
      CTL = find(epoll, "ctl", int.class, int.class, int.class, int.class, int.class);
      WAIT = find(epoll, "wait", int.class, int.class, long.class, int.class, int.class);
      ALLOCATE = find(epoll, "allocatePollArray", long.class, int.class);
      FREE = find(epoll, "freePollArray", void.class, long.class);
      REPORT = find(epoll, "getEvent", long.class, long.class, int.class);
      DESCRIPTOR = find(epoll, "getDescriptor", int.class, long.class);
      EVENTS = find(epoll, "getEvents", int.class, long.class);
      NEW_EVENT = find(event, "eventfd0", int.class);
      SET_EVENT = find(event, "set0", int.class, int.class);
      DRAIN = find(io, "drain", boolean.class, int.class);
      CLOSE = find(files, "closeIntFD", void.class, int.class);
      STOP_POLL = find(poller, "stopPoll", void.class, int.class, int.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JDK has no epoll", e);
    }
  }

  private static MethodHandle find(Class<?> in, String name, Class<?> result, Class<?>... arguments)
      throws ReflectiveOperationException {
    return MethodHandles.privateLookupIn(in, MethodHandles.lookup())
        .findStatic(in, name, MethodType.methodType(result, arguments));
  }

  /** Its thread starts with the first epoll of the JVM. */
  private static final class Forgotten {
    static final Cleaner CLEANER = Cleaner.create();
  }

  /** What has to be given back. Knows no epoll, so that a forgotten one can be collected. */
  private record Held(int reads, int writes, int event, long reports, long writeReports)
      implements Runnable {
    @Override
    public void run() {
      try {
        closeDescriptor(reads);
        closeDescriptor(writes);
        closeDescriptor(event);
        FREE.invokeExact(reports);
        FREE.invokeExact(writeReports);
      } catch (Throwable e) {
        throw Jdk25.sneaky(e);
      }
    }
  }

  private final Held held;
  private final Cleaner.Cleanable cleanable;
  private final AtomicInteger users = new AtomicInteger();
  private final ByDescriptor<Watch> watches = new ByDescriptor<>();

  Epoll25() throws IOException {
    held = open();
    cleanable = Forgotten.CLEANER.register(this, held);
    change(held.reads, ADD, held.event, IN);
    change(held.reads, ADD, held.writes, IN);
  }

  private static Held open() throws IOException {
    int[] opened = {-1, -1, -1};
    try {
      opened[0] = (int) CREATE.invokeExact();
      opened[1] = (int) CREATE.invokeExact();
      opened[2] = newEvent();
      return new Held(
          opened[0],
          opened[1],
          opened[2],
          (long) ALLOCATE.invokeExact(MOST_REPORTS),
          (long) ALLOCATE.invokeExact(MOST_REPORTS));
    } catch (Throwable e) {
      for (int fd : opened) {
        if (fd >= 0) {
          closeDescriptor(fd);
        }
      }
      throw Jdk25.sneaky(e);
    }
  }

  // --- what threads wait for ---

  @Override
  public boolean arm(int fd, boolean read) throws IOException {
    Arrivals arrivals = read ? Reads25.at(fd) : null;
    return arrivals == null ? armOnce(fd, read) : await(fd, arrivals);
  }

  private boolean armOnce(int fd, boolean read) throws IOException {
    if (!enter()) {
      return false;
    }
    try {
      int in = read ? held.reads : held.writes;
      int what = (read ? IN : OUT) | ONCE;
      int error = control(in, CHANGE, fd, what);
      if (error == UNKNOWN_DESCRIPTOR) {
        change(in, ADD, fd, what);
      } else if (error != 0) {
        throw refused(error);
      }
      return true;
    } finally {
      leave();
    }
  }

  /** No call of the operating system, but for the first wait here. */
  private boolean await(int fd, Arrivals arrivals) throws IOException {
    if (arrivals.epoll != this && !register(fd, arrivals)) {
      return false;
    }
    arrivals.awaited = true;
    if (arrivals.some) { // reported since the read, by a carrier that runs beside the caller
      stopPoll(fd, IN);
    }
    return !closed();
  }

  private boolean register(int fd, Arrivals arrivals) throws IOException {
    Epoll25 former = arrivals.epoll;
    if (former != null) {
      former.forget(fd);
    }
    if (!enter()) {
      return false;
    }
    try {
      arrivals.scheduler = Jdk25.scheduler(Thread.currentThread());
      arrivals.epoll = this;
      int error = addOrChange(fd, ARRIVALS);
      if (error != 0) {
        arrivals.epoll = null;
        throw refused(error);
      }
      return true;
    } finally {
      leave();
    }
  }

  private void forget(int fd) {
    if (enter()) {
      try {
        control(held.reads, DELETE, fd, 0);
      } finally {
        leave();
      }
    }
  }

  @Override
  public boolean disarm(int fd, boolean read, boolean reported) {
    Arrivals arrivals = read ? Reads25.at(fd) : null;
    if (arrivals != null) {
      arrivals.awaited = false;
      arrivals.some = true; // after each wait a read is tried
      return !closed();
    }
    if (!reported && enter()) {
      try {
        control(read ? held.reads : held.writes, DELETE, fd, 0); // closed meanwhile: gone already
      } finally {
        leave();
      }
    }
    return !closed();
  }

  // --- watches ---

  @Override
  public boolean watch(int fd, Watch watch, int what) throws IOException {
    if (!enter()) {
      return false;
    }
    try {
      watches.put(fd, watch);
      Reads25.forget(fd);
      int error = addOrChange(fd, events(what));
      if (error != 0) {
        watches.remove(fd, watch);
        throw refused(error);
      }
      return true;
    } finally {
      leave();
    }
  }

  @Override
  public void unwatch(int fd, Watch watch) {
    if (enter()) {
      try {
        if (watches.remove(fd, watch)) {
          control(held.reads, DELETE, fd, 0);
        }
      } finally {
        leave();
      }
    }
  }

  private static int events(int what) {
    return ((what & Watch.READABLE) == 0 ? 0 : IN) | ((what & Watch.WRITABLE) == 0 ? 0 : OUT);
  }

  private static int what(int events) {
    return ((events & (IN | SPECIAL)) == 0 ? 0 : Watch.READABLE)
        | ((events & (OUT | BROKEN)) == 0 ? 0 : Watch.WRITABLE);
  }

  // --- the carrier ---

  @Override
  public int await(int millis) {
    if (!enter()) {
      return 0;
    }
    try {
      return Math.max(0, (int) WAIT.invokeExact(held.reads, held.reports, MOST_REPORTS, millis));
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    } finally {
      leave();
    }
  }

  @Override
  public void deliver(int reports) {
    if (reports == 0 || !enter()) {
      return;
    }
    try {
      for (int i = 0; i < reports; i++) {
        long report = (long) REPORT.invokeExact(held.reports, i);
        int fd = (int) DESCRIPTOR.invokeExact(report);
        if (fd == held.event) {
          drain(fd);
        } else if (fd == held.writes) {
          deliverWrites();
        } else {
          arrived(fd, (int) EVENTS.invokeExact(report));
        }
      }
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    } finally {
      leave();
    }
  }

  private void arrived(int fd, int events) {
    Watch watch = watches.at(fd);
    if (watch != null) {
      watch.arrived(what(events));
      return;
    }
    Arrivals arrivals = Reads25.at(fd);
    if (arrivals != null) {
      if ((events & SPECIAL) != 0) {
        arrivals.special = true;
      }
      arrivals.some = true;
      if (!arrivals.awaited) {
        return;
      }
    }
    stopPoll(fd, IN);
  }

  private void deliverWrites() throws Throwable {
    int n = (int) WAIT.invokeExact(held.writes, held.writeReports, MOST_REPORTS, 0);
    for (int i = 0; i < n; i++) {
      long report = (long) REPORT.invokeExact(held.writeReports, i);
      stopPoll((int) DESCRIPTOR.invokeExact(report), OUT);
    }
  }

  // --- from outside, and the end ---

  @Override
  public void interrupt() {
    if (enter()) {
      try {
        set(held.event);
      } finally {
        leave();
      }
    }
  }

  @Override
  public void close() {
    int n;
    do {
      n = users.get();
      if (n < 0) {
        return;
      }
    } while (!users.compareAndSet(n, n | CLOSED));
    if (n == 0) {
      cleanable.clean();
    }
  }

  boolean closed() {
    return users.get() < 0;
  }

  private boolean enter() {
    int n;
    do {
      n = users.get();
      if (n < 0) {
        return false;
      }
    } while (!users.compareAndSet(n, n + 1));
    return true;
  }

  private void leave() {
    if (users.decrementAndGet() == CLOSED) {
      cleanable.clean();
    }
  }

  // --- the calls ---

  /** Has reads reported as {@code what} says, whatever was said before; returns the error, or 0. */
  private int addOrChange(int fd, int what) {
    int error = control(held.reads, ADD, fd, what);
    return error == KNOWN_DESCRIPTOR ? control(held.reads, CHANGE, fd, what) : error;
  }

  private static void change(int epoll, int how, int fd, int what) throws IOException {
    int error = control(epoll, how, fd, what);
    if (error != 0) {
      throw refused(error);
    }
  }

  private static IOException refused(int error) {
    return new IOException("epoll refuses the descriptor: error " + error);
  }

  private static int control(int epoll, int how, int fd, int what) {
    try {
      return (int) CTL.invokeExact(epoll, how, fd, what);
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  /** Unparks the thread that waits for a descriptor. */
  private static void stopPoll(int fd, int what) {
    try {
      STOP_POLL.invokeExact(fd, what);
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  /** A descriptor that can be read once {@link #set}. */
  static int newEvent() {
    try {
      return (int) NEW_EVENT.invokeExact();
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  static void set(int event) {
    try {
      int written = (int) SET_EVENT.invokeExact(event);
      assert written > 0;
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  static void drain(int event) {
    try {
      boolean any = (boolean) DRAIN.invokeExact(event);
      assert any;
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }

  static void closeDescriptor(int fd) {
    try {
      CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw Jdk25.sneaky(e);
    }
  }
}
