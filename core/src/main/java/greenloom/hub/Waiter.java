package greenloom.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One wait of one thread: made by the thread, handed to whoever will wake it, used once.
 *
 * <p>Its outcome is decided by one compare-and-set, so being woken and giving up exclude each
 * other, and what was handed over is never lost:
 *
 * <pre>
 *   WAITING  to WOKEN    somebody called wake, with a value
 *   WAITING  to GAVE_UP  the thread was killed, interrupted, or out of time
 * </pre>
 *
 * A thread that finds itself woken returns normally even when a signal has come meanwhile; the
 * signal stays for its next wait.
 */
public final class Waiter {
  private static final VarHandle OUTCOME;
  private static final Object GAVE_UP = new Object();
  private static final Object NOTHING = new Object();
  private static final long FOREVER = -1;
  private static final int FEW = 5;

  static {
    try {
      OUTCOME = MethodHandles.lookup().findVarHandle(Waiter.class, "outcome", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // immutable
  private final GreenThread thread;
  private final Object on;
  private final String doing;
  private final @Nullable Guard guard;
  private final @Nullable Object carried;

  // any thread; null while waiting
  private volatile @Nullable Object outcome;
  private volatile boolean timeUp;
  private volatile @Nullable RuntimeException failure;

  // the waiting thread
  private long since;
  private boolean limited;

  // under the guard of the queue
  @Nullable Waiter before;
  @Nullable Waiter after;
  boolean queued;

  Waiter(
      GreenThread thread,
      Object on,
      String doing,
      @Nullable Guard guard,
      @Nullable Object carried) {
    this.carried = carried;
    this.thread = thread;
    this.on = on;
    this.doing = doing;
    this.guard = guard;
  }

  /**
   * Makes the wait of the calling thread for {@code on}.
   *
   * @param doing what it does there, for dumps: {@code "take"}, {@code "join"}
   * @param guard the guard of {@code on}, which knows whether other threads can still answer; null:
   *     they can
   */
  public static Waiter here(Object on, String doing, @Nullable Guard guard) {
    return new Waiter(GreenThread.current(), on, doing, guard, null);
  }

  /** Makes the wait of the calling thread for any of {@code things}. */
  public static Waiter forAny(Collection<? extends Awaitable> things) {
    return new Waiter(GreenThread.current(), things, "wait for any of", null, null);
  }

  /** Returns the thread that waits. */
  public GreenThread thread() {
    return thread;
  }

  /**
   * Ends the wait and hands {@code value} over. Returns false, and hands over nothing, when it has
   * ended already. Any thread; does not wait.
   */
  public boolean wake(@Nullable Object value) {
    if (!OUTCOME.compareAndSet(this, null, value == null ? NOTHING : value)) {
      return false;
    }
    thread.wake(this);
    return true;
  }

  /** Returns whether the wait is still open. */
  public boolean open() {
    return outcome == null;
  }

  /** Returns what was handed over; null for nothing. */
  public @Nullable Object value() {
    Object o = outcome;
    return o == NOTHING || o == GAVE_UP ? null : o;
  }

  /** Returns what it holds ready for whoever wakes it; null for nothing. */
  public @Nullable Object carried() {
    return carried;
  }

  /**
   * Waits until woken; returns true. Kills and time limits come out of here, then nothing was
   * handed over.
   */
  public boolean await() {
    return await(FOREVER);
  }

  /** Waits until woken or until {@code limit} has passed, when it returns false. */
  public boolean await(Duration limit) {
    return await(nanos(limit));
  }

  /** The limit in nanoseconds: 0 for the past, and centuries for more than that. */
  static long nanos(Duration limit) {
    if (limit.isNegative()) {
      return 0;
    }
    return limit.compareTo(Duration.ofNanos(Long.MAX_VALUE / 4)) > 0
        ? Long.MAX_VALUE / 4
        : limit.toNanos();
  }

  private boolean await(long limit) {
    if (thread.thread() != Thread.currentThread()) {
      throw new IllegalStateException("this wait belongs to " + thread);
    }
    Hub hub = thread.hub();
    Timer timer = null;
    long guestDeadline = thread.guest() && limit >= 0 ? System.nanoTime() + limit : FOREVER;
    since = hub.roughTime();
    limited = limit >= 0;
    Waiter outer = thread.waiting(); // of a root, which a callback on the bare hub must not wait in
    thread.waiting(this);
    try {
      if (limit >= 0 && !thread.guest()) {
        timer = hub.arm(limit, this::timeUp);
      }
      while (outcome == null) {
        long left = guestDeadline == FOREVER ? FOREVER : guestDeadline - System.nanoTime();
        if (guestDeadline != FOREVER && left <= 0) { // looked at once: below 0 is for ever
          timeUp = true;
        }
        leaveIfMust();
        if (outcome == null) {
          thread.block(left);
        }
      }
      return outcome != GAVE_UP;
    } finally {
      thread.waiting(outer);
      if (timer != null) {
        hub.disarm(timer);
      }
    }
  }

  /** Gives up if there is a reason to; a reason that comes too late is left for the next wait. */
  private void leaveIfMust() {
    RuntimeException failed = failure;
    Signal s = thread.due();
    if (s != null) {
      if (giveUp()) {
        throw thread.signals().thrown(s);
      }
    } else if (Thread.currentThread().isInterrupted() && !thread.absorbInterrupt()) {
      if (giveUp()) {
        throw new CancellationException("interrupted in " + this);
      }
    } else if (failed != null) {
      if (giveUp()) {
        throw failed;
      }
    } else if (timeUp) {
      giveUp();
    }
  }

  private boolean giveUp() {
    return OUTCOME.compareAndSet(this, null, GAVE_UP);
  }

  /** Ends the wait with {@code e}; does nothing when it has ended already. */
  void fail(RuntimeException e) {
    failure = e;
    thread.wake(this);
  }

  private void timeUp() {
    timeUp = true;
    thread.wake(this);
  }

  /** Whether only a thread of the same hub can end this wait, as far as we know. */
  boolean closed() {
    if (guard != null) {
      return !guard.shared();
    }
    return on instanceof Collection<?> things
        && things.stream().noneMatch(t -> !(t instanceof Awaitable a) || a.reachable());
  }

  /** Whether it is still open, and nothing but being woken ends it by itself. */
  boolean endless() {
    return outcome == null && !limited;
  }

  /** Returns what is waited for. */
  Object on() {
    return on;
  }

  /** Returns since when it waits, in nanoseconds of the hub's clock, to the turn of the loop. */
  long since() {
    return since;
  }

  /** The same in few words, without numbers: {@code take GreenQueue}, {@code join alice}. */
  String brief() {
    GreenThread owner = on instanceof Owned o ? o.owner() : null;
    if (owner != null) {
      return doing + " " + owner.name();
    }
    if (on instanceof Collection<?> things) {
      return doing + " " + things.size() + " things";
    }
    boolean said = on instanceof Hub || on instanceof Duration;
    return said ? doing : doing + " " + on.getClass().getSimpleName();
  }

  /** What it waits on: {@code take of GreenQueue[0 items, 1 waiting]}. */
  @Override
  public String toString() {
    return doing
        + " "
        + (on instanceof Collection<?> c && c.size() > FEW ? c.size() + " things" : on);
  }
}
