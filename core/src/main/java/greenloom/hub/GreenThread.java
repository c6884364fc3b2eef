package greenloom.hub;

import greenloom.jdk.Carrier;
import greenloom.jdk.GreenTask;
import greenloom.jdk.GreenThreads;
import greenloom.jdk.ThreadPhase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The record of a thread that waits with our words: its name, its hub, what it waits on, and the
 * signals on their way to it.
 *
 * <p>There are three kinds. A <i>green</i> one is a virtual thread that a hub schedules; the record
 * is also what the hub queues. The <i>root</i> of a platform thread stands for the thread itself,
 * which runs its hub while it waits; it takes its turn in the ready queue like the others. A
 * <i>guest</i> is a virtual thread of the JDK's own scheduler; it just parks.
 *
 * <p>A signal (a kill, or a time limit that has passed) is put on the list first, then the thread
 * is woken out of its wait. One of our own waits looks at the list each time round; a wait of the
 * JDK is left through {@link #onContinue}, by the decision of {@link KillPoint}. So a signal is
 * delivered by the thread it is meant for, at a wait, and nowhere else.
 */
public final class GreenThread extends GreenTask {
  /**
   * What a floor above has made of a green thread. It lets nothing out of its body: results and
   * failures are its own business.
   */
  public interface Origin {
    /** The class of the code that runs in it. */
    Class<?> bodyType();
  }

  private enum Kind {
    GREEN,
    ROOT,
    GUEST
  }

  private static final int MOST_STIRS = 8;

  private static final VarHandle SIGNALS;

  static {
    try {
      SIGNALS = MethodHandles.lookup().findVarHandle(GreenThread.class, "signals", Signals.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final ThreadLocal<GreenThread> GUESTS =
      ThreadLocal.withInitial(() -> new GreenThread(Kind.GUEST, Hub.background(), () -> {}));

  // immutable
  private final Kind kind;
  private final Hub hub;
  private final @Nullable Spawner spawner;
  private final @Nullable String spawnedAt;
  private final @Nullable Object origin;

  // any thread; not worth a fence
  private @Nullable String name;
  private @Nullable Spawner asSpawner; // made when it first spawns

  // any thread
  private volatile @Nullable Waiter waiting;
  private volatile @Nullable Signals signals; // made when the first comes

  // the hub's carrier
  private boolean stirredUp; // woken because of a signal, and not because the wait was over
  private boolean stirred; // by lookAgain, and has not run since
  private byte stirs;

  // the hub's carrier: the list of all green threads of the hub
  @Nullable GreenThread before;
  @Nullable GreenThread after;
  boolean listed;

  // the hub's carrier: its place among those at monitors, made at first need
  Monitors.@Nullable Place atMonitor;

  /** A green thread for {@code origin}: its body, or an {@link Origin}; null if unknown. */
  GreenThread(Hub hub, @Nullable String name, @Nullable Object origin) {
    this.kind = Kind.GREEN;
    this.hub = hub;
    this.name = name;
    this.origin = origin;
    this.spawner = Spawner.current(hub);
    this.spawnedAt = SpawnSite.here();
  }

  private GreenThread(Kind kind, Hub hub, Runnable turn) {
    super(Thread.currentThread(), turn);
    this.kind = kind;
    this.hub = hub;
    this.name = Thread.currentThread().getName();
    this.spawner = null;
    this.spawnedAt = null;
    this.origin = null;
  }

  /** The record of the calling platform thread, which runs {@code hub}; {@code turn} resumes it. */
  static GreenThread root(Hub hub, Runnable turn) {
    return new GreenThread(Kind.ROOT, hub, turn);
  }

  /** Returns the record of the calling thread, whatever its kind; made at first need. */
  public static GreenThread current() {
    Thread t = Thread.currentThread();
    if (!t.isVirtual()) {
      return Home.hub().root();
    }
    return GreenThreads.taskOf(t) instanceof GreenThread g ? g : GUESTS.get();
  }

  /** Returns its name: what it was given, or {@code green-} and the number of its thread. */
  public String name() {
    String n = name;
    if (n == null) {
      n = "green-" + thread().threadId();
      name = n;
    }
    return n;
  }

  /** Gives it another name; a virtual thread gets it, too. Any thread. */
  public void name(String newName) {
    name = newName;
    Spawner mine = asSpawner;
    if (mine != null) {
      mine.name(newName);
    }
    if (thread().isVirtual()) {
      thread().setName(newName);
    }
  }

  /** Its thread; one of ours that has no name gets the one that we use. */
  Thread namedThread() {
    Thread t = thread();
    if (origin != null && t.getName().isEmpty()) {
      t.setName(name());
    }
    return t;
  }

  /** Returns the hub that runs it; of a guest, the hub that its spawned greenlets go to. */
  public Hub hub() {
    return hub;
  }

  /** Returns whether a hub schedules it, and not the operating system or the JDK. */
  public boolean green() {
    return kind == Kind.GREEN;
  }

  /** Returns the name of the thread that spawned it; null for threads nobody of ours spawned. */
  public @Nullable String spawner() {
    return spawner == null ? null : spawner.name();
  }

  /** Returns the number of the thread that spawned it; 0 for nobody of ours. */
  public long spawnerId() {
    return spawner == null ? 0 : spawner.id();
  }

  /** What those remember that it spawns. */
  Spawner asSpawner() {
    Spawner mine = asSpawner;
    if (mine == null) {
      mine = new Spawner(thread().threadId(), name());
      asSpawner = mine;
    }
    return mine;
  }

  /**
   * Returns where it was spawned: as far as its body's class tells, or the exact line with {@code
   * -Dgreenloom.debug=spawn}, which looks at the stack at each spawn.
   */
  public String site() {
    return spawnedAt != null ? spawnedAt : SpawnSite.of(origin);
  }

  /** Returns the body it was made with, or what a floor above has made of it; null if unknown. */
  public @Nullable Object origin() {
    return origin;
  }

  /** Returns the wait of our own words in which it stands; null outside of one. */
  public @Nullable Waiter waiting() {
    return waiting;
  }

  // --- waiting ---

  /** Waits until woken, perhaps without a reason; a guest for at most {@code nanos}. */
  void block(long nanos) {
    switch (kind) {
      case GREEN -> LockSupport.park();
      case ROOT -> Carrier.atRoot(hub::runForRoot);
      case GUEST -> {
        if (nanos < 0) {
          LockSupport.park();
        } else {
          LockSupport.parkNanos(nanos);
        }
      }
    }
  }

  /** Ends {@link #block} for the sake of {@code wait}. Any thread. */
  void wake(Waiter wait) {
    if (kind == Kind.ROOT) {
      hub.submit(turnFor(wait));
    } else {
      LockSupport.unpark(thread());
    }
  }

  /**
   * A turn of the root that counts only while it stands in {@code wait}: one that was woken before
   * it began to wait, or twice, must not go before its time in a later wait.
   */
  private RootTurn turnFor(Waiter wait) {
    return new RootTurn(
        thread(),
        () -> {
          if (waiting == wait) {
            run();
          }
        });
  }

  boolean guest() {
    return kind == Kind.GUEST;
  }

  /** Sets in which wait of our own words it stands; null for none. */
  void waiting(@Nullable Waiter w) {
    waiting = w;
  }

  /** Goes to the back of the ready queue. */
  void yieldNow() {
    throwPending();
    switch (kind) {
      case GREEN -> Thread.yield();
      case ROOT -> yieldRoot();
      case GUEST -> Thread.yield();
    }
    throwPending();
  }

  /** Lets a turn of its own come: another one may stand in the queue, for a former wake-up. */
  private void yieldRoot() {
    boolean[] came = {false};
    Runnable turn =
        () -> {
          came[0] = true;
          run();
        };
    hub.submit(new RootTurn(thread(), turn));
    boolean wasInterrupted = false;
    do {
      block(-1);
      wasInterrupted |= Thread.interrupted(); // ends a block, and is no reason not to yield
    } while (!came[0]);
    if (wasInterrupted) {
      thread().interrupt();
    }
  }

  /**
   * Notes a wait that need not wait. Most calls return at once; now and then one that has kept the
   * hub for long, or on a clock that stands still has done so very often, lets the others go first.
   * A kill or a time limit may come out of that, so a word that takes something calls this before
   * it does.
   */
  public void noWait() {
    if (kind == Kind.GREEN && hub.sliceOver() && noSwitch() == null) {
      yieldNow();
    }
  }

  // --- signals ---

  private Signals signals() {
    Signals s = signals;
    if (s == null) {
      SIGNALS.compareAndSet(this, null, new Signals());
      s = Objects.requireNonNull(signals);
    }
    return s;
  }

  /**
   * Sends {@code signal}: it comes out of the wait in which this thread stands, or of its next one.
   * Any thread; does not wait.
   */
  public void deliver(Throwable signal) {
    deliver(new Signal(signal, 0));
  }

  void deliver(Signal s) {
    if (!signals().add(s)) {
      return; // one kill is on its way already
    }
    if (s.over) {
      signals().remove(s.thrown); // its scope may have looked for it before it was there
      return;
    }
    if (hub.onCarrier() || kind == Kind.GUEST) {
      stir();
    } else {
      hub.enter(this::stir);
    }
  }

  /** Takes back a signal that has not come out of a wait yet; does nothing if it has. */
  public void withdraw(Throwable signal) {
    signals().remove(signal);
    if (Thread.currentThread() == thread()) {
      absorbInterrupt();
    }
  }

  /** Wakes the thread out of its present wait, so that it looks at its signals. */
  private void stir() {
    Waiter wait = waiting;
    if (wait != null) {
      wake(wait);
      return;
    }
    if (kind != Kind.GREEN) {
      return; // it looks before it waits
    }
    ThreadPhase phase = GreenThreads.phase(thread());
    if (phase == ThreadPhase.PARKED) {
      if (hub.hooks()) {
        stirredUp = true;
        LockSupport.unpark(thread());
      } else {
        signals().interrupt(thread());
      }
    } else if (phase == ThreadPhase.MONITOR_WAIT) {
      signals().interrupt(thread());
    }
  }

  /**
   * Sees to it that a wait of the JDK which was begun with a signal pending ends, too: nobody looks
   * at the list when such a wait begins. A wait that does not end by that is left alone after a few
   * times, until something else has woken it. Carrier only, after a run that left signals.
   */
  void lookAgain() {
    ThreadPhase phase = GreenThreads.phase(thread());
    if (phase == ThreadPhase.MONITOR_ENTER || phase == ThreadPhase.MONITOR_RETRY) {
      return; // cannot be stirred, and will run again
    }
    stirs = (byte) (stirred ? stirs + 1 : 0);
    stirred = stirs < MOST_STIRS && waiting == null && signals().pendingDue() != null;
    if (stirred) {
      stir();
    }
  }

  /** Whether there are signals that have not come out of a wait. */
  boolean hasSignals() {
    Signals s = signals;
    return s != null && !s.isEmpty();
  }

  /** The signal that may come out of a wait now, or null. */
  @Nullable Signal due() {
    Signals s = signals;
    return s == null ? null : s.due();
  }

  /** Takes {@code s} off the list, to be thrown by the caller. */
  Error thrown(Signal s) {
    withdraw(s.thrown);
    if (s.thrown instanceof TimeLimit.TimeUp up) {
      up.standHere();
    }
    return Hub.sneaky(s.thrown);
  }

  private void throwPending() {
    Signal s = due();
    if (s != null) {
      throw thrown(s);
    }
  }

  /** Clears the interrupt status if it is of our making; the signal it stands for is pending. */
  boolean absorbInterrupt() {
    Signals s = signals;
    return s != null && s.absorbInterrupt();
  }

  /**
   * Finds out whether {@code e}, which has come to the end of a body, is there because a wait of
   * the JDK was ended in the name of a signal that is still pending; takes that signal.
   *
   * @return the signal in whose place {@code e} stands, else {@code e}
   */
  public Throwable unmask(Throwable e) {
    Signals all = signals;
    Signal s = all == null ? null : all.behind(e);
    if (s == null) {
      return e;
    }
    withdraw(s.thrown);
    return s.thrown;
  }

  /** Whether {@code e} stands for {@code signal}, in whose name a wait of the JDK was ended. */
  boolean unmasked(Throwable e, Throwable signal) {
    Signals s = signals;
    return s != null && s.behind(e, signal);
  }

  /** Runs {@code body} with kills and the time limits around it held up until it has ended. */
  public static <T, X extends Exception> T shield(Body<T, X> body) throws X {
    Signals signals = current().signals();
    signals.raiseShield();
    try {
      return body.run();
    } finally {
      signals.lowerShield();
    }
  }

  /** Sets the innermost scope in which it must not wait, null for none; returns the former one. */
  @Nullable NoSwitch noSwitch(@Nullable NoSwitch scope) {
    Signals s = signals();
    NoSwitch former = s.noSwitch();
    s.noSwitch(scope);
    return former;
  }

  private @Nullable NoSwitch noSwitch() {
    Signals s = signals;
    return s == null ? null : s.noSwitch();
  }

  int shields() {
    Signals s = signals;
    return s == null ? 0 : s.shields();
  }

  // --- hooks, on the green thread ---

  @Override
  protected void onContinue() {
    if (hasSignals() && waiting == null) {
      leaveJdkWait();
    }
  }

  private void leaveJdkWait() {
    Signal s = due();
    boolean early = stirredUp;
    stirredUp = false;
    if (s == null) {
      return;
    }
    switch (KillPoint.here()) {
      case THROW -> throw thrown(s);
      case INTERRUPT -> {
        if (early) { // else it may have what it waited for
          signals().interrupt(thread());
        }
      }
      case SOCKET_TIMEOUT -> throw thrownInTlsRecord(s);
      case LATER -> {}
    }
  }

  /**
   * A signal that is due comes out of the socket wait that is about to begin. An interrupt of ours
   * was meant for an earlier wait: here it would close the socket.
   */
  void beforeSocketWait() {
    absorbInterrupt();
    Signal s = due();
    if (s != null) {
      throw KillPoint.beforeSocketWait() == KillPoint.SOCKET_TIMEOUT
          ? thrownInTlsRecord(s)
          : thrown(s);
    }
  }

  /**
   * A timeout that stands for {@code s}, which stays pending: that leaves the session whole. Code
   * that takes it for its own and reads on is left no second time, but by {@code s} itself.
   */
  private Error thrownInTlsRecord(Signal s) {
    if (s.timedOut) {
      return thrown(s);
    }
    s.timedOut = true;
    s.interrupted = true;
    return Hub.sneaky(new SocketTimeoutException("ended by " + s.thrown));
  }

  @Override
  protected void onPinned() {
    NoSwitch scope = noSwitch();
    if (scope == null || !scope.refuseJdkWait(this)) {
      hub.baton().handOver();
    }
  }

  @Override
  protected void onUnpinned() {
    hub.baton().claim();
  }

  @Override
  public String toString() {
    Waiter w = waiting;
    return name() + (w == null ? "" : "[" + w + "]");
  }
}
