package greenloom;

import greenloom.hub.GreenThread;
import greenloom.hub.GreenletExit;
import greenloom.hub.Guard;
import greenloom.hub.Hub;
import greenloom.hub.Link;
import greenloom.hub.Links;
import greenloom.hub.TimeoutExpired;
import greenloom.hub.WaitQueue;
import greenloom.sync.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task on a green thread: something that runs by the side, gives a value or fails, can be waited
 * for and can be killed.
 *
 * <p>Made by {@link Greenloom#spawn}. It never runs before its spawner waits. Any thread may use
 * it. What a greenlet did before its end is seen by everybody who has waited for it.
 *
 * @param <T> the type of its value
 */
public final class Greenlet<T> implements Outcome<T>, GreenThread.Origin {
  /**
   * The states.
   *
   * <pre>
   *   SCHEDULED to RUNNING     its first turn has come
   *   SCHEDULED to KILLED      killed before; the body never runs
   *   SCHEDULED to FAILED      killed before, with a signal that is no GreenletExit
   *   RUNNING   to SUCCEEDED   the body returned
   *   RUNNING   to FAILED      the body threw something else than GreenletExit
   *   RUNNING   to KILLED      GreenletExit came out of the body
   * </pre>
   */
  public enum State {
    /** Waits for its first turn, or for the time it was spawned for. */
    SCHEDULED,
    /** Its body has begun; it runs, is ready, or waits. */
    RUNNING,
    /** Its body has returned. */
    SUCCEEDED,
    /** Its body has thrown. */
    FAILED,
    /** It was killed. */
    KILLED;

    private boolean ended() {
      return this != SCHEDULED && this != RUNNING;
    }
  }

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Greenlet.class, "state", State.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // immutable
  private final GreenThread thread;
  private final Class<?> bodyType;
  private final Guard guard = new Guard();

  // under the guard; many greenlets need neither queue nor links
  private @Nullable WaitQueue joiners;
  private @Nullable Links links;
  private @Nullable Callable<? extends T> body;
  private boolean delivered;
  private boolean dying;
  private boolean begun;

  // written once, under the guard, before the state
  private @Nullable Object outcome; // a value, or what it failed with
  private State state = State.SCHEDULED; // by STATE: read by any thread, and needs no full fence

  /** Makes one that has yet to be started. */
  Greenlet(Hub hub, Callable<? extends T> body) {
    this.body = body;
    this.bodyType = ActionBody.typeOf(body);
    this.thread = hub.unstarted(null, this::run, this);
  }

  void start() {
    hub().start(thread);
    if (hub().closed()) {
      killSoon(); // it may have come too late to be seen
    }
  }

  /** Starts it after {@code delay}, unless it is killed before. */
  void startLater(Duration delay) {
    Link timer = hub().startLater(delay, this::startIfScheduled);
    link(timer::unlink, false);
  }

  private void startIfScheduled() {
    if (state() == State.SCHEDULED) {
      start();
    }
  }

  /** Marks it as one that threads outside of its hub have in hand. */
  Greenlet<T> shared() {
    guard.share();
    return this;
  }

  // --- its life, on its green thread ---

  private void run() {
    Callable<? extends T> b = begin();
    if (b == null) {
      return; // killed before
    }
    T result;
    try {
      result = b.call();
    } catch (Throwable e) {
      fail(thread.unmask(e));
      return;
    }
    settle(State.SUCCEEDED, result);
  }

  private @Nullable Callable<? extends T> begin() {
    guard.enter();
    Callable<? extends T> b = body;
    if (state == State.SCHEDULED) {
      begun = true;
      STATE.setRelease(this, State.RUNNING);
    } else {
      b = null;
    }
    body = null;
    guard.leave();
    return b;
  }

  private void fail(Throwable e) {
    if (e instanceof GreenletExit) {
      settle(State.KILLED, e);
    } else if (!settle(State.FAILED, e)) {
      hub().report("greenlet " + name() + " (spawned in " + thread.site() + ")", e);
    }
  }

  /** Sets the outcome and tells everybody; returns whether anybody had been waiting for it. */
  private boolean settle(State end, @Nullable Object what) {
    guard.enter();
    Links told = links;
    boolean joined = joiners != null && !joiners.isEmpty();
    boolean linked = told != null && told.listeners() > 0;
    boolean awaited = joined || linked || delivered;
    end(end, what);
    guard.leave();
    if (told != null) {
      told.tellAll();
    }
    return awaited;
  }

  /** With the guard held. */
  private void end(State end, @Nullable Object what) {
    outcome = what;
    body = null;
    STATE.setRelease(this, end);
    if (joiners != null) {
      joiners.wakeAll(null);
    }
  }

  /** Marks it as one whose failure somebody will look at, so that it is not reported. */
  Greenlet<T> delivered() {
    guard.enter();
    delivered = true;
    guard.leave();
    return this;
  }

  // --- asking ---

  /** Returns the greenlet that runs the caller; empty outside of one. */
  public static Optional<Greenlet<?>> current() {
    return GreenThread.current().origin() instanceof Greenlet<?> g
        ? Optional.of(g)
        : Optional.empty();
  }

  /** Returns its name. */
  public String name() {
    return thread.name();
  }

  /** Gives it a name, for dumps and reports. */
  public Greenlet<T> named(String name) {
    thread.name(name);
    return this;
  }

  /** Returns its state at this moment. */
  public State state() {
    return (State) STATE.getAcquire(this);
  }

  /** Returns the hub that runs it. */
  public Hub hub() {
    return thread.hub();
  }

  /** Returns the virtual thread that it is. */
  public Thread thread() {
    return thread.thread();
  }

  @Override
  public Class<?> bodyType() {
    return bodyType;
  }

  /** Returns whether its body has begun, also after its end. */
  public boolean started() {
    State s = state();
    return s != State.SCHEDULED && begun;
  }

  /** Returns whether it has ended, in whatever way. */
  @Override
  public boolean ready() {
    return state().ended();
  }

  /** Returns whether it has ended with a value. */
  @Override
  public boolean successful() {
    return state() == State.SUCCEEDED;
  }

  /** Returns whether it was killed, and ended by that. */
  public boolean killed() {
    return state() == State.KILLED;
  }

  /** Returns its value; null while there is none. Never waits. */
  @Override
  @SuppressWarnings("unchecked")
  public @Nullable T value() {
    return successful() ? (T) outcome : null;
  }

  /** Returns what it failed with; null unless it has failed. Never waits. */
  @Override
  public @Nullable Throwable exception() {
    return state() == State.FAILED ? (Throwable) outcome : null;
  }

  // --- waiting for it ---

  /**
   * Waits for its end and returns its value. What it failed with is thrown: unchecked as it is,
   * with the place of this call among the suppressed ones, checked inside a {@link
   * CompletionException}.
   *
   * @throws CancellationException if it was killed
   */
  public T get() {
    await(null);
    return outcome();
  }

  /**
   * The same with a limit.
   *
   * @throws TimeoutExpired when it has passed
   */
  public T get(Duration limit) {
    if (!await(limit)) {
      throw new TimeoutExpired(limit);
    }
    return outcome();
  }

  /** Waits for its end, however it ends. */
  public void join() {
    await(null);
  }

  /** Waits for its end, at most {@code limit}; returns whether it has ended. */
  public boolean join(Duration limit) {
    return await(limit);
  }

  private boolean await(@Nullable Duration limit) {
    GreenThread me = GreenThread.current();
    guard.enter();
    if (state.ended()) {
      guard.leave();
      me.noWait();
      return true;
    }
    if (me == thread) {
      guard.leave();
      throw new IllegalStateException(name() + " cannot wait for its own end");
    }
    if (joiners == null) {
      joiners = new WaitQueue();
    }
    return joiners.await(me, guard, this, "join", limit) != null;
  }

  @SuppressWarnings({"NullAway", "unchecked"}) // null only if the body gave null
  private T outcome() {
    if (successful()) {
      return (T) outcome;
    }
    Throwable e = (Throwable) outcome;
    if (killed()) {
      CancellationException killed =
          new CancellationException("greenlet " + name() + " was killed");
      killed.initCause(e);
      throw killed;
    } else if (e instanceof RuntimeException || e instanceof Error) {
      throw JoinedHere.mark(e, this);
    }
    throw new CompletionException("greenlet " + name() + " failed", e);
  }

  @Override
  public Link whenReady(Runnable then) {
    return link(then, true);
  }

  /**
   * Runs {@code then} on the bare hub {@code here} once it has ended. Nobody waits for it by this.
   */
  void afterEnd(Hub here, Runnable then) {
    link(
        () -> {
          if (Hub.current() == here) {
            then.run();
          } else {
            here.startLater(Duration.ZERO, then); // killed before its start by another thread
          }
        },
        false);
  }

  private Link link(Runnable then, boolean listens) {
    return links().addUnless(this::ready, then, listens);
  }

  private Links links() {
    guard.enter();
    Links l = links;
    if (l == null) {
      l = new Links(guard);
      links = l;
    }
    guard.leave();
    return l;
  }

  /**
   * Runs {@code then} once it has ended, in a greenlet of its own on the caller's hub. Several are
   * started in the order they were linked; one that fails is reported and the others still run. One
   * that is unlinked before it has begun does not run.
   */
  public Link link(Consumer<? super Greenlet<T>> then) {
    Notice<T> notice = new Notice<>(this, then);
    return notice.by(whenReady(notice));
  }

  /**
   * The same, if it has succeeded. It takes no note of a failure, which is reported as if alone.
   */
  public Link linkValue(Consumer<? super Greenlet<T>> then) {
    Consumer<Greenlet<T>> ifSuccessful =
        g -> {
          if (g.successful()) {
            then.accept(g);
          }
        };
    Notice<T> notice = new Notice<>(this, ifSuccessful);
    return notice.by(link(notice, false));
  }

  /** The same, if it has failed; a kill is no failure. */
  public Link linkException(Consumer<? super Greenlet<T>> then) {
    return link(g -> {
      if (g.exception() != null) {
        then.accept(g);
      }
    });
  }

  /**
   * Returns a future with the same outcome; a kill cancels it. Cancelling the future kills the
   * greenlet.
   */
  public CompletableFuture<T> toFuture() {
    CompletableFuture<T> future =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            killSoon();
            return super.cancel(mayInterrupt);
          }
        };
    whenReady(() -> {
      switch (state()) {
        case SUCCEEDED -> future.complete(value());
        case KILLED -> future.cancel(false);
        default -> future.completeExceptionally(exception());
      }
    });
    return future;
  }

  // --- killing ---

  /**
   * Kills it and waits for its end. {@link GreenletExit} comes out of the wait in which it stands,
   * or of its next one; one that has not begun never runs. A body that catches the signal lives on,
   * and this call waits on. Does nothing to one that has ended.
   */
  public void kill() {
    kill(new GreenletExit());
  }

  /** Kills it and waits at most {@code limit} for its end; returns whether it has ended. */
  public boolean kill(Duration limit) {
    killSoon();
    return afterKill(limit);
  }

  /** Kills it with a signal of the caller's, and waits for its end. See {@link #kill()}. */
  public void kill(Throwable signal) {
    killSoon(signal);
    afterKill(null);
  }

  /** Kills it without waiting for its end. */
  public void killSoon() {
    killSoon(new GreenletExit());
  }

  private void killSoon(Throwable signal) {
    if (state() != State.SCHEDULED || Hub.current() == hub()) {
      send(signal);
      return;
    }
    Hub.Hold hold = hub().keepOpen(); // whom it tells on its hub may not have heard yet
    try {
      send(signal);
    } finally {
      hold.close();
    }
  }

  private void send(Throwable signal) {
    guard.enter();
    State before = state;
    if (before == State.SCHEDULED) {
      end(signal instanceof GreenletExit ? State.KILLED : State.FAILED, signal);
    }
    Links told = links;
    guard.leave();
    if (before == State.SCHEDULED && told != null) {
      told.tellAll();
    } else if (before == State.RUNNING) {
      thread.deliver(signal);
    }
  }

  private boolean afterKill(@Nullable Duration limit) {
    if (GreenThread.current() == thread) {
      Hub.yieldNow(); // the signal comes out of here, unless a shield is up
      return false;
    }
    return await(limit);
  }

  /** Kills it once, however often it is asked; for groups. */
  void killOnce() {
    guard.enter();
    boolean first = !dying;
    dying = true;
    guard.leave();
    if (first) {
      killSoon();
    }
  }

  @Override
  public boolean reachable() {
    return guard.shared();
  }

  @Override
  public String toString() {
    return name() + "[" + state() + "]";
  }
}
