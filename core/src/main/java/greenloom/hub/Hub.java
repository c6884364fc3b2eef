package greenloom.hub;

import greenloom.jdk.Carrier;
import greenloom.jdk.Features;
import greenloom.jdk.GreenTask;
import greenloom.jdk.GreenThreads;
import greenloom.jdk.Jdk;
import greenloom.jdk.Reaper;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One platform thread that runs many green threads, one at a time: first in, first out, switching
 * whenever one waits.
 *
 * <p>Every platform thread has a hub of its own, made when first needed, which runs while that
 * thread waits with Greenloom's words. {@link #start(String)} makes one with a thread of its own,
 * which runs until {@link #close}; {@link Hubs} are several of these. A virtual thread of the JDK's
 * scheduler, which cannot carry anybody, shares the hub {@link #background()}.
 *
 * <p>This is the low level: green threads here are plain virtual threads without a result.
 * Greenlets are made of them one floor up.
 *
 * <p>All methods may be called from any thread unless they say otherwise.
 */
public final class Hub implements AutoCloseable {
  /** A green thread that has run so long lets others go first, where it can be asked to. */
  static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** The guard of waits that nobody can answer, because only their limit ends them. */
  private static final Guard UNTOUCHED = new Guard();

  // immutable
  private final String name;
  private final Clock clock;
  private final Features features;
  private final Scheduler scheduler;
  private final Loop loop;
  private final HubEnd end;
  private final Spawning spawning;
  private final Thread home;
  private final boolean ownThread;
  private final GreenThread root;
  private final Slice slice;

  // any thread
  private final HubLocals locals = new HubLocals(this);
  private final Holds holds = new Holds(this);
  private final Failures failures = new Failures(this);

  static {
    Preload.kernel();
    Reaper.install(Spawning::reap);
    Jfr.begin();
  }

  /** Made on its home thread. */
  Hub(HubSetup setup, boolean ownThread) {
    Jdk.preparePollers();
    this.features = Jdk.features();
    this.name = setup.name;
    this.clock = setup.clock;
    this.home = Thread.currentThread();
    this.ownThread = ownThread;
    this.scheduler = new Scheduler(this);
    this.loop = new Loop(this, setup, home);
    this.end = new HubEnd(this, setup.closeWithin);
    this.root = GreenThread.root(this, loop.rootCall()::turn);
    this.slice = new Slice(clock);
    this.spawning = new Spawning(this, scheduler);
    Watchdog.watch(loop);
    HubRegistry.add(this);
    Jfr.made(this);
  }

  // --- finding and making ---

  /**
   * Returns the hub of the calling thread: that of a green thread, or that of a platform thread.
   */
  public static Hub current() {
    Thread t = Thread.currentThread();
    if (!t.isVirtual()) {
      return Home.hub();
    }
    return GreenThreads.schedulerOf(t) instanceof Scheduler s ? s.hub() : background();
  }

  /** Returns the hub whose greenlets serve virtual threads of the JDK's own scheduler. */
  public static Hub background() {
    return Home.background();
  }

  /** Starts a hub on a platform thread of its own. It keeps the JVM alive until it is closed. */
  public static Hub start(String name) {
    return setup(name).start();
  }

  /** Returns a setup for a new hub, to be changed and started. */
  public static HubSetup setup(String name) {
    return new HubSetup(name);
  }

  /**
   * Makes it the JVM's default scheduler: from now on every virtual thread that the program, its
   * libraries or the JDK make is a green thread of this hub, except those that green threads of
   * other hubs make. To be called first thing in {@code main}; there is no way back. When the hub
   * has ended, virtual threads that begin go to the JDK's own scheduler.
   *
   * <p>It has one processor for all of them; {@link Hubs#installAsDefaultScheduler} has more. A
   * {@link HubSetup#daemon} hub leaves the end of the JVM as it is: virtual threads do not keep it
   * alive.
   *
   * @throws IllegalStateException if it is too late: virtual threads have run already, or so many
   *     threads have been made that the JIT compiler may know the JDK's scheduler as a constant; if
   *     another hub is the default; or if this one has no thread of its own, or has ended
   */
  public void installAsDefaultScheduler() {
    if (!ownThread || closed()) {
      throw new IllegalStateException(
          "hub "
              + name
              + (closed() ? " is closed" : " runs only while its thread waits")
              + "; install one of Hub.start");
    }
    DefaultScheduler.install(1, () -> this, this);
  }

  // --- green threads ---

  /**
   * Starts a green thread that runs {@code body}, behind those that are ready. It has no result; a
   * kill ends it quietly, what else comes out of the body goes to the thread's uncaught exception
   * handler.
   *
   * @param threadName its name, or null for {@code green-} and the number of its thread
   */
  public GreenThread spawn(@Nullable String threadName, Runnable body) {
    GreenThread green = unstarted(threadName, body, body);
    start(green);
    return green;
  }

  /**
   * Makes a green thread that has yet to be started.
   *
   * @param origin what reports shall say it comes from: the body, or a {@link GreenThread.Origin};
   *     null if unknown
   */
  public GreenThread unstarted(
      @Nullable String threadName, Runnable body, @Nullable Object origin) {
    return spawning.unstarted(threadName, body, origin);
  }

  /**
   * Starts a green thread made by {@link #unstarted}.
   *
   * @throws IllegalStateException if the hub has ended, or is being closed and the caller is no
   *     thread of it
   */
  public void start(GreenThread green) {
    spawning.start(green);
  }

  /**
   * Runs {@code start} on the bare hub after {@code delay}. It must not wait. Meant for starting a
   * green thread later. Cutting the link calls it off.
   */
  public Link startLater(Duration delay, Runnable start) {
    return spawning.startLater(delay, start);
  }

  /** Returns an executor that runs each task in a green thread of its own. */
  public Executor executor() {
    return task -> spawn(null, task);
  }

  /** Returns a factory of unstarted green threads. */
  public ThreadFactory threadFactory() {
    return task -> unstarted(null, task, task).thread();
  }

  /** Goes to the back of the ready queue of the calling thread's hub, so that others can run. */
  public static void yieldNow() {
    GreenThread.current().yieldNow();
  }

  /** Waits {@code d}; nothing or less lets the others run once. */
  public static void sleep(Duration d) {
    if (d.isZero() || d.isNegative()) {
      yieldNow();
    } else {
      new Waiter(GreenThread.current(), d, "sleep", UNTOUCHED, null).await(d);
    }
  }

  /**
   * Waits until nobody else is ready on this hub: all its other green threads wait. Green threads
   * of this hub only; a kill ends the wait.
   */
  public void awaitAllBlocked() {
    GreenThread me = GreenThread.current();
    if (me.hub() != this || me.guest()) {
      throw new IllegalStateException("only a thread of hub " + name + " can wait for the others");
    }
    Waiter w = Waiter.here(this, "all blocked", null);
    enter(() ->
        loop.idle().whenQuiet(w)); // the watchdog may have taken the hub from the caller's carrier
    w.await();
  }

  // --- watching ---

  /**
   * Calls {@code callback} as long as {@code channel} can be read, has a connection to accept, or
   * is at its end; see {@link Watcher}. It is called again if it leaves something unread, and after
   * the end or a failure until the channel or the watcher is closed. Where others read the same
   * channel it may be called for nothing.
   *
   * @param channel in non-blocking mode, and kept in it by the watcher. A closed one has a watcher
   *     that has ended
   * @throws IllegalStateException if the channel is in blocking mode, or as {@link #start}
   * @throws IllegalArgumentException if the channel is never read, or not of the JDK's making
   */
  public Watcher onReadable(SelectableChannel channel, Watcher.Callback callback) {
    return Watchers.of(this).readable(channel, callback, false);
  }

  /**
   * The same as long as {@code channel} can be written, or once it can be said what has become of
   * connecting it. Most channels always can: close the watcher when nothing is left to be written.
   */
  public Watcher onWritable(SelectableChannel channel, Watcher.Callback callback) {
    return Watchers.of(this).writable(channel, callback, false);
  }

  /**
   * Calls {@code callback} after {@code delay}, and then each {@code period}; zero: not again, and
   * the watcher has ended after the call. What is due while a call is under way is left out, so no
   * call comes early and none is made up for.
   */
  public Watcher onTimer(Duration delay, Duration period, Watcher.Callback callback) {
    return Watchers.of(this).timer(delay, period, callback, false);
  }

  /**
   * Calls {@code callback} each time the process gets the signal {@code name}, without {@code SIG}:
   * {@code INT} of Ctrl-C, {@code TERM}, {@code HUP}. While anybody watches it the signal does
   * nothing else.
   *
   * @throws IllegalArgumentException if there is no such signal, or the JDK uses it itself
   */
  public Watcher onSignal(String name, Watcher.Callback callback) {
    return Watchers.of(this).signal(name, callback, false);
  }

  /** As {@link #onReadable}, but {@code callback} runs on the bare hub and must not wait. */
  public Watcher rawOnReadable(SelectableChannel channel, Watcher.Callback callback) {
    return Watchers.of(this).readable(channel, callback, true);
  }

  /** As {@link #onWritable}, but {@code callback} runs on the bare hub and must not wait. */
  public Watcher rawOnWritable(SelectableChannel channel, Watcher.Callback callback) {
    return Watchers.of(this).writable(channel, callback, true);
  }

  /** As {@link #onTimer}, but {@code callback} runs on the bare hub and must not wait. */
  public Watcher rawOnTimer(Duration delay, Duration period, Watcher.Callback callback) {
    return Watchers.of(this).timer(delay, period, callback, true);
  }

  /** As {@link #onSignal}, but {@code callback} runs on the bare hub and must not wait. */
  public Watcher rawOnSignal(String name, Watcher.Callback callback) {
    return Watchers.of(this).signal(name, callback, true);
  }

  // --- asking ---

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns whether it has ended: what is started or woken on it now will never run. */
  public boolean closed() {
    return end.over();
  }

  /** Returns its green threads that have begun and not ended, newest first. */
  public List<GreenThread> threads() {
    List<GreenThread> listed = loop.roster().threads();
    listed.removeIf(t -> !t.thread().isAlive()); // its carrier is about to take it off
    return listed;
  }

  /** Returns all hubs of the process that have not ended, in no order. */
  public static List<Hub> all() {
    return HubRegistry.all();
  }

  /** Returns what it has done so far. */
  public HubStats stats() {
    return HubStats.of(this);
  }

  /**
   * Returns a text about each of its green threads: name, state, what it waits on and since when,
   * where it stands, who spawned it; and who waits for whom in a circle. Works also when the hub is
   * stuck.
   */
  public String dump() {
    return Dump.text(this);
  }

  /** Returns the same as one JSON object; docs/diagnosis.md tells its members. */
  public String dumpJson() {
    return Dump.json(this);
  }

  /** Returns a text of who has spawned whom, of its green threads, and what each is about. */
  public String tree() {
    return SpawnTree.of(this);
  }

  /**
   * Finds green threads that wait for each other in a circle, whatever else the hub is busy with:
   * for ends of greenlets, for locks and monitors, each without a limit. The watchdog looks for
   * them by itself. Looks at all threads, of more than 1,000 not at monitors.
   */
  public List<DeadlockCycle> findDeadlocks() {
    return WaitGraph.circles(this);
  }

  /**
   * Has each run of a green thread timed, for {@link HubStats#slices}, until the answer is closed.
   * Costs two looks at the clock a run.
   */
  public Hold timeSlices() {
    Onlooker timed = new Onlooker() {};
    lookOn(timed);
    return () -> lookAway(timed);
  }

  /** Begins to record what its green threads do, until the answer is stopped. */
  public Recording record() {
    return Recording.begin(this);
  }

  /** Returns where its time comes from. */
  public Clock clock() {
    return clock;
  }

  /**
   * Tells the hub that an answer may come from outside, so that it reports no deadlock until the
   * hold is closed.
   */
  public Hold keepOpen() {
    return holds.add();
  }

  /** Something that goes on until it is closed; see {@link Hub#keepOpen} and its kin. */
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    /** Lets go; does nothing the second time. Any thread. */
    @Override
    void close();
  }

  /**
   * Sets who hears of failures that nobody waits for, in place of the log. It is called on the
   * thread that failed, with a text that names it.
   */
  public void onFailure(BiConsumer<String, Throwable> handler) {
    failures.handler(handler);
  }

  /** Reports a failure that nobody waits for; see {@link #onFailure}. */
  public void report(String what, Throwable e) {
    failures.report(what, e);
  }

  @Override
  public String toString() {
    return "Hub[" + name + ", " + loop.roster().live() + " green threads]";
  }

  // --- the end ---

  /**
   * Ends the hub: kills all its green threads, gives them a few seconds, reports those that are
   * left and lets go of them. Waits for that when the hub has a thread of its own; returns at once
   * when it is closed already.
   *
   * @throws IllegalStateException when called on a thread of this hub, or on the hub of a platform
   *     thread, which ends with its thread
   */
  @Override
  public void close() {
    end.close();
  }

  /** Runs {@code part} of the loop on the home thread; interrupts that come meanwhile are kept. */
  void keepingInterrupts(Runnable part) {
    Carrier.onInterrupt(loop.rootCall()::interrupt);
    try {
      part.run();
    } finally {
      Carrier.onInterrupt(null);
      if (loop.rootCall().takeInterrupt()) {
        home.interrupt();
      }
    }
  }

  /** Gives up what belongs to it alone; it has ended. */
  void discardAll() {
    locals.discardAll();
    spawning.close();
    loop.poller().close();
    Watchdog.forget(loop);
    HubRegistry.remove(this);
  }

  // --- for the rooms of this package ---

  /** Whether it is the hub that {@code thread} has as a matter of course. */
  boolean implicitOf(Thread thread) {
    return !ownThread && home == thread;
  }

  HubEnd end() {
    return end;
  }

  boolean ownThread() {
    return ownThread;
  }

  Thread home() {
    return home;
  }

  boolean onCarrier() {
    return loop.baton().mine();
  }

  boolean hooks() {
    return features.hooks();
  }

  Features features() {
    return features;
  }

  Baton baton() {
    return loop.baton();
  }

  Loop loop() {
    return loop;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  GreenThread root() {
    return root;
  }

  /** Whether the home thread runs this hub because it waits. */
  boolean rootWaits() {
    return !ownThread && root.waiting() != null;
  }

  boolean held() {
    return holds.any();
  }

  /** Makes a green thread, or the root, ready. */
  void submit(GreenTask task) {
    loop.submit(task);
  }

  /** Runs {@code action} on the bare hub; at once on its carrier. */
  void enter(Runnable action) {
    loop.enter(action);
  }

  /** Tells {@code one} what the loop does, from now on. Any thread. */
  void lookOn(Onlooker one) {
    enter(() -> loop.lookOn(one));
  }

  /** Tells it no more. Any thread. */
  void lookAway(Onlooker one) {
    enter(() -> loop.lookAway(one));
  }

  /** Whether the green thread that runs should let others go first; counts how often it asks. */
  boolean sliceOver() {
    return slice.over(loop);
  }

  /** The time of the present turn, roughly. */
  long roughTime() {
    return loop.roughTime();
  }

  /** Lets the root wait: runs the hub until the root's turn. The home thread's bare stack only. */
  void runForRoot() {
    loop.refuseIfRunning();
    keepingInterrupts(() -> {
      if (Thread.currentThread().isInterrupted()) {
        loop.rootCall().interrupt();
      }
      loop.runForRoot();
    });
  }

  Timer arm(long nanos, Runnable action) {
    return arm(new Timer(this, clock.nanoTime() + nanos, false, action));
  }

  Timer armForJdk(long nanos, Runnable action) {
    return arm(new Timer(this, clock.nanoTime() + nanos, true, action));
  }

  private Timer arm(Timer t) {
    if (onCarrier()) {
      loop.timers().add(t);
    } else {
      loop.put(() -> loop.timers().add(t));
    }
    return t;
  }

  void disarm(Timer t) {
    t.cancelled = true;
    if (onCarrier()) {
      loop.timers().remove(t);
    } else {
      loop.put(() -> loop.timers().remove(t));
    }
  }

  <T> T local(HubLocal<T> key) {
    return locals.get(key);
  }

  /** Throws any throwable as it is. */
  static Error sneaky(Throwable e) {
    return Hub.<Error>raise(e);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X raise(Throwable e) throws X {
    throw (X) e;
  }
}
