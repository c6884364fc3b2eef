package greenloom.hub;

import greenloom.jdk.Carrier;
import greenloom.jdk.GreenTask;
import greenloom.jdk.GreenThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
      hub.submit(RootTurn.in(this, wait));
    } else {
      LockSupport.unpark(thread());
    }
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
      case ROOT -> RootTurn.await(this);
      case GUEST -> Thread.yield();
    }
    throwPending();
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

  /** What is on its way to it, and what holds that up. */
  Signals signals() {
    Signals s = signals;
    if (s == null) {
      SIGNALS.compareAndSet(this, null, new Signals(this));
      s = Objects.requireNonNull(signals);
    }
    return s;
  }

  /**
   * Sends {@code signal}: it comes out of the wait in which this thread stands, or of its next one.
   * Any thread; does not wait.
   */
  public void deliver(Throwable signal) {
    new Signal(this, signal, 0).send();
  }

  /**
   * Makes a signal for this thread, the calling one, that can be taken back: for a scope that tells
   * its own body something. Shields inside of that body hold it up, those around it do not.
   */
  public Signal signal(Throwable thrown) {
    return new Signal(this, thrown, shields());
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

  private void throwPending() {
    Signal s = due();
    if (s != null) {
      throw signals().thrown(s);
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
    Signals s = signals;
    return s == null ? e : s.unmask(e);
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
      signals().leaveJdkWait();
    }
  }

  /** A signal that is due comes out of the socket wait that is about to begin. */
  void beforeSocketWait() {
    Signals s = signals;
    if (s != null) {
      s.beforeSocketWait();
    }
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
