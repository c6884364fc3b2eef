package greenloom.net;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.shield;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Group;
import greenloom.Pool;
import greenloom.hub.GreenThread;
import greenloom.hub.Hub;
import greenloom.sync.Event;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What serves at an address: one greenlet takes in what comes, and a greenlet of its own handles
 * each thing that came.
 *
 * <p>It is set up, started once, and stopped for good. It runs on the hub of the thread that starts
 * it, and a {@link ServerGroup} has one on each of several; everything else may be called by any
 * thread. Words that wait let a kill or a time limit of the caller out.
 *
 * <p>What comes out of a handler is reported once, by {@link Hub#report}; a kill is not. When
 * taking in fails, because there are too many open files for one, that is reported once in a row,
 * and tried again after 10 ms, then after twice as long each time, up to a second. A server whose
 * greenlet is killed, or whose socket is closed by somebody else, takes nothing in any more, and
 * has ended when its handlers have.
 *
 * <p>Words and meaning are those of gevent's {@code BaseServer}.
 */
public abstract sealed class Server implements AutoCloseable permits StreamServer, DatagramServer {
  private static final Duration LEAST_PAUSE = Duration.ofMillis(10);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(1);

  /** How long those that were killed may take to end before they lose their connections. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  // any thread
  private final Map<Greenlet<?>, Closeable> open = new ConcurrentHashMap<>();
  private final Event ended = new Event();

  private volatile InetSocketAddress address;
  private volatile @Nullable Greenlet<?> intake; // written once, under the monitor

  // under the monitor, which is held over no wait
  private final Object lock = new Object();
  private boolean stopped;

  // written before the start
  private Group handlers = new Group();

  Server(InetSocketAddress address) {
    this.address = address;
  }

  // --- what kinds of servers differ in ---

  /** Makes what it listens with, unless that was given. */
  abstract InetSocketAddress listen() throws IOException;

  /** Waits for the next thing, and has it handled. */
  abstract void take() throws IOException;

  /** Lets nothing come in any more. Does not wait. */
  abstract void refuse();

  /** Whether nothing can come in any more. */
  abstract boolean refuses();

  /** All handlers have ended, and none will follow. Does not wait. */
  abstract void release();

  /** Shares the port with others that do. */
  abstract Server reusePort();

  // --- setting up ---

  final void within(Pool pool) {
    mustBeNew();
    handlers = pool;
  }

  final void mustBeNew() {
    synchronized (lock) {
      if (intake != null || stopped) {
        String state = stopped ? " has been stopped" : " has been started already";
        throw new IllegalStateException(this + state + "; make a new one");
      }
    }
  }

  // --- its life ---

  /**
   * Listens, and begins to take in. Returns at once; from then on clients can connect or send.
   *
   * @throws IOException if it cannot listen there: {@link BindException} if somebody else does,
   *     {@link UnknownHostException} if there is no such host. It may be tried again
   * @throws IllegalStateException if it was started or stopped already
   */
  public final void start() throws IOException {
    Hub hub = Hub.current();
    Greenlet<?> loop;
    synchronized (lock) {
      mustBeNew();
      address = listen();
      loop = spawn(() -> takeAll(hub)).named(getClass().getSimpleName() + " " + text(address));
      intake = loop;
    }
    loop.whenReady(() -> intakeEnded(hub, loop));
  }

  private void takeAll(Hub hub) {
    Duration pause = LEAST_PAUSE;
    while (!refuses()) {
      try {
        awaitPlace();
        take();
        pause = LEAST_PAUSE;
      } catch (SocketTimeoutException e) {
        // a time limit of the socket that was given: it has no meaning here
      } catch (IOException e) {
        if (refuses()) {
          return;
        }
        if (pause.equals(LEAST_PAUSE)) {
          hub.report("taking in at " + this, e);
        }
        sleep(pause);
        pause = longer(pause);
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : twice;
  }

  private void awaitPlace() {
    if (handlers instanceof Pool pool) {
      pool.awaitFree();
    } else {
      GreenThread.current().noWait(); // a burst of connections must not keep the hub
    }
  }

  /**
   * Starts a handler; waits for a place if others have taken the last one of the pool.
   *
   * @param what is closed when the handler was killed before it began, or does not end in time
   */
  final void handle(Closeable what, String name, Action body) {
    Hub hub = Hub.current();
    Greenlet<?> handler = handlers.spawn(body).named(name);
    open.put(handler, what);
    handler.whenReady(() -> handlerEnded(hub, handler, what));
  }

  /** On whichever thread it ends, perhaps on the bare hub. */
  private void handlerEnded(Hub hub, Greenlet<?> handler, Closeable what) {
    open.remove(handler);
    if (!handler.started()) {
      close(what); // nobody else has it, so nobody is waited for
    }
    reportFailure(hub, handler.name() + " to " + this, handler);
    endIfDone();
  }

  private void intakeEnded(Hub hub, Greenlet<?> loop) {
    refuse();
    reportFailure(hub, loop.name(), loop);
    endIfDone();
  }

  private static void reportFailure(Hub hub, String what, Greenlet<?> greenlet) {
    Throwable e = greenlet.exception();
    if (e != null) {
      hub.report(what, e);
    }
  }

  private void endIfDone() {
    Greenlet<?> loop = intake;
    if ((loop == null || loop.ready()) && open.isEmpty()) {
      release();
      ended.set();
    }
  }

  /**
   * Starts it unless that was done, and waits until it has ended: it was stopped, perhaps before
   * this, and its handlers have ended. A kill, a time limit or an interrupt of the caller stops it
   * at once, as {@link #close} does.
   *
   * @throws IOException if it cannot listen; see {@link #start}
   */
  public final void serveForever() throws IOException {
    boolean fresh;
    synchronized (lock) {
      fresh = intake == null && !stopped;
    }
    if (fresh) {
      start();
    }
    try {
      awaitEnd();
    } finally {
      if (!ended.isSet()) {
        close();
      }
    }
  }

  final void awaitEnd() {
    ended.await();
  }

  /**
   * Takes nothing in any more, waits until the handlers have ended, at most {@code drain}, and
   * kills the rest. A second call with less time cuts the first one short; otherwise it does
   * nothing when it has ended.
   *
   * <p>Those that were killed have a second to end. After that their connections are closed, and
   * they are reported and no longer counted. A handler that calls this itself is neither waited for
   * nor killed. A kill, a time limit or an interrupt of the caller ends the drain; the rest follows
   * before it comes out.
   *
   * @return whether all handlers had ended by themselves in time
   */
  public final boolean stop(Duration drain) {
    return stop(drain, Greenlet.current().orElse(null));
  }

  /** The same in the name of {@code caller}, which is neither waited for nor killed. */
  final boolean stop(Duration drain, @Nullable Greenlet<?> caller) {
    synchronized (lock) {
      stopped = true;
    }
    refuse();
    Greenlet<?> loop = intake;
    boolean inTime = false;
    try {
      if (loop != null) {
        loop.kill();
      }
      inTime = joinAll(openBut(caller), drain);
    } finally {
      if (!inTime) {
        shield(() -> cutOff(caller));
      }
      open.keySet().removeIf(Greenlet::ready); // another hub may be about to do so
      endIfDone();
    }
    return inTime;
  }

  /** Stops it, and kills its handlers at once; see {@link #stop}. */
  @Override
  public final void close() {
    stop(Duration.ZERO);
  }

  private List<Greenlet<?>> openBut(@Nullable Greenlet<?> caller) {
    return open.keySet().stream().<Greenlet<?>>map(g -> g).filter(g -> g != caller).toList();
  }

  private void cutOff(@Nullable Greenlet<?> caller) {
    List<Greenlet<?>> left = openBut(caller);
    left.forEach(Greenlet::killSoon);
    if (joinAll(left, LAST_WORDS)) {
      return;
    }
    List<Greenlet<?>> deaf = left.stream().filter(g -> !g.ready() && open.containsKey(g)).toList();
    for (Greenlet<?> g : deaf) {
      Closeable what = open.remove(g);
      if (what != null) {
        close(what);
      }
    }
    Hub.current()
        .report(
            "stopping " + this,
            new IllegalStateException(
                "handlers that were killed go on: " + deaf + "; their connections are closed"));
  }

  // --- asking ---

  /** Returns where it listens; before the start, where it will: the port may be 0 then. */
  public final InetSocketAddress address() {
    return address;
  }

  /** Returns how many handlers have begun, or are about to, and have not ended. */
  public int open() {
    return open.size();
  }

  /** Returns what the open handlers handle, in no order. */
  final Iterable<Closeable> handled() {
    return open.values();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + text(address) + ", " + open.size() + " open]";
  }

  /** The address as people write it. */
  static String text(InetSocketAddress at) {
    if (at.isUnresolved()) {
      return at.getHostString() + ":" + at.getPort();
    }
    String host = at.getAddress().getHostAddress();
    return (at.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + at.getPort();
  }

  // --- for its kinds ---

  static IOException cannotListen(InetSocketAddress at, IOException e) {
    String line = "cannot listen on " + text(at) + ": ";
    IOException clear =
        at.isUnresolved()
            ? new UnknownHostException(line + "there is no such host")
            : e instanceof BindException
                ? new BindException(line + e.getMessage())
                : new SocketException(line + e.getMessage());
    clear.initCause(e);
    return clear;
  }

  static void close(Closeable what) {
    try {
      what.close();
    } catch (IOException e) {
      // the system has it back in any case
    }
  }
}
