package greenloom.hub;

import greenloom.jdk.GreenTask;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a hub: what it does with the thread it has.
 *
 * <p>One turn is: run what is ready (at most 256 runs or 5 ms), take in what other threads have put
 * into the inbox, fire the timers that are due, hand over monitors, look for readiness of sockets;
 * wait for it if nobody is ready. The order is fixed.
 *
 * <p>The baton is checked after each run, because the run may have lost it: the green thread parked
 * pinned, its carrier handed the loop over, and when the run comes back the loop may be in other
 * hands. A home thread claims it again; a spare ends.
 */
final class Loop {
  private static final int MAX_RUNS = 256;
  private static final int MAX_INBOX = 4096;

  // immutable
  private final Hub hub;
  private final Clock clock;
  private final Thread home;
  private final Baton baton;
  private final Poller poller;

  // any thread
  private final Inbox inbox;
  private final RootCall rootCall;
  private volatile boolean running;

  // written by the carrier, read by any thread
  private final Progress progress = new Progress();

  // the carrier
  private final RunQueue ready;
  private final Timers timers = new Timers();
  private final Roster roster = new Roster();
  private final Closing closing;
  private final Monitors monitors;
  private final Idle idle;
  private final LoopCounts counts = new LoopCounts();
  private @Nullable Onlookers onlookers; // null for nobody, which costs nothing
  private long unknown;
  private long roughTime;

  Loop(Hub hub, HubSetup setup, Thread home) {
    this.hub = hub;
    this.clock = setup.clock;
    this.home = home;
    this.baton = new Baton(this, home);
    this.ready = new RunQueue(setup.seed);
    this.monitors = new Monitors(ready, hub.features().monitors());
    this.poller = Poller.of(hub.features());
    this.inbox = new Inbox(poller);
    this.rootCall = new RootCall(home, poller);
    this.closing = new Closing(hub, roster);
    this.idle = new Idle(this, inbox, poller);
    this.roughTime = clock.nanoTime();
  }

  // --- running ---

  /** Runs on the home thread until its own turn comes. */
  void runForRoot() {
    Thread me = enterLoop();
    rootCall.begin();
    try {
      while (baton.hold(me) && !rootCall.due(me)) {
        turn(me);
      }
    } finally {
      rootCall.end();
      running = false;
      poller.leave();
    }
  }

  /** Runs on the home thread until the hub is closed and its threads have ended, or time is up. */
  void runUntilClosed() {
    Thread me = enterLoop();
    try {
      while (baton.hold(me) && !mustEnd(me)) {
        turn(me);
      }
    } finally {
      running = false;
    }
  }

  /** Runs on a spare thread until somebody claims the hub. */
  void runAsSpare() {
    Home.adopt(hub);
    Thread me = Thread.currentThread();
    baton.meet(me);
    try {
      while (baton.ownedBy(me)) {
        if (!baton.pass(me)) {
          turn(me);
        }
      }
    } finally {
      baton.forget(me);
    }
  }

  private Thread enterLoop() {
    refuseIfRunning();
    running = true;
    return Thread.currentThread();
  }

  /** A callback on the bare hub must not run the loop that runs it. */
  void refuseIfRunning() {
    if (running) {
      throw new IllegalStateException(
          "a callback on the bare hub must not wait; spawn a greenlet for that");
    }
  }

  private void turn(Thread me) {
    counts.turns++;
    noteDelay();
    if (!runReady(me)) {
      return;
    }
    noteDelay();
    takeInbox();
    fireTimers();
    monitors.handOver();
    if (!ready.isEmpty()) {
      poll();
    } else if (idle.rest(me)) {
      roughTime = clock.nanoTime();
      takeInbox();
    }
  }

  void poll() {
    int before = ready.size();
    poller.poll();
    counts.bySockets += ready.size() - before;
  }

  /** Runs ready threads; false if the loop must look up before it goes on. */
  private boolean runReady(Thread me) {
    long until = roughTime + Hub.SLICE_NANOS;
    for (int n = 1; n <= MAX_RUNS; n++) {
      GreenTask task = ready.poll();
      if (task == null) {
        return true;
      }
      run(task, me);
      if (!baton.ownedBy(me) || mustLookUp(me)) {
        return false;
      }
      if ((n & 15) == 0) {
        monitors.handOver();
      }
      if ((n & 15) == 0 || (n & (n - 1)) == 0) { // often at first: they may be long ones
        roughTime = clock.nanoTime();
        noteDelay();
        if (roughTime - until > 0) {
          break;
        }
      }
    }
    return true;
  }

  private void noteDelay() {
    counts.delay.look(runs(), roughTime, onlookers);
    counts.delay.note(ready.size(), runs(), roughTime);
  }

  /** Whether {@code me} has to leave the loop, or to pass it on. */
  boolean mustLookUp(Thread me) {
    return baton.wanted() || rootCall.due(me);
  }

  private void run(GreenTask task, Thread me) {
    GreenThread thread = task instanceof GreenThread g && g.green() ? g : null;
    if (thread != null) {
      willRun(thread);
    } else if (!(task instanceof GreenThread
        || task instanceof RootTurn
        || task instanceof RawTurn)) {
      unknown++;
    }
    progress.begin(task);
    Onlookers watched = onlookers;
    try {
      if (watched == null) {
        task.run();
      } else {
        watched.run(task);
      }
    } catch (Throwable e) {
      hub.report("a run on hub " + hub.name(), e);
    }
    if (baton.ownedBy(me)) {
      progress.end();
      ran(thread);
    } else { // the watchdog took it: what is behind belongs to another carrier now
      put(() -> ran(thread));
    }
  }

  private void willRun(GreenThread thread) {
    if (!thread.listed) {
      roster.add(thread);
      closing.admit(thread);
    }
    monitors.beforeRun(thread);
  }

  private void ran(@Nullable GreenThread thread) {
    if (thread == null) {
      return;
    }
    monitors.afterRun(thread);
    if (thread.listed && thread.ended()) {
      roster.remove(thread);
    } else if (thread.hasSignals()) {
      thread.signals().lookAgain();
    }
  }

  private void takeInbox() {
    for (int n = 0; n < MAX_INBOX; n++) {
      Runnable r = inbox.poll();
      if (r == null) {
        return;
      }
      counts.fromOutside++;
      if (r instanceof GreenTask task) {
        counts.byOutside++;
        ready.add(task);
      } else {
        runRaw(r);
      }
    }
  }

  private void fireTimers() {
    Timer t = timers.first();
    if (t == null) {
      return;
    }
    long now = clock.nanoTime();
    roughTime = now;
    int before = ready.size();
    while (t != null && t.when - now <= 0) {
      timers.remove(t);
      runRaw(t.action);
      t = timers.first();
    }
    counts.byTimers += ready.size() - before;
  }

  private void runRaw(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      hub.report("a callback on hub " + hub.name(), e);
    }
  }

  /** The poller has slept, and nobody was ready before. */
  void slept(long begin, long end) {
    counts.sleeps++;
    counts.bySockets += ready.size();
    if (onlookers != null) {
      onlookers.slept(begin, end);
    }
  }

  // --- what comes in ---

  /** Makes {@code task} ready. Any thread; never throws. */
  void submit(GreenTask task) {
    if (baton.mine()) {
      ready.add(task);
    } else {
      put(task);
    }
  }

  /** Runs {@code action} on the bare hub. Any thread. */
  void enter(Runnable action) {
    if (baton.mine()) {
      action.run();
    } else {
      put(action);
    }
  }

  /** Puts into the inbox, also from the carrier: then it comes after what is ready. */
  void put(Runnable item) {
    if (!hub.closed()) { // else nobody will ever look
      inbox.put(item);
    }
  }

  /** Tells {@code one} from now on what happens here; the carrier only. */
  void lookOn(Onlooker one) {
    onlookers = Onlookers.with(Onlookers.without(onlookers, one), this, one);
    ready.tell(onlookers);
  }

  /** Tells it no more; the carrier only. */
  void lookAway(Onlooker one) {
    onlookers = Onlookers.without(onlookers, one);
    ready.tell(onlookers);
  }

  // --- the end ---

  /** Whether {@code me} has to leave because the hub has ended. */
  boolean mustEnd(Thread me) {
    return me == home && closing.over(ready.isEmpty() && inbox.isEmpty());
  }

  /** How long {@code me} may sleep for the sake of the hub's end. */
  long untilEnd(Thread me) {
    return me == home ? closing.nanosLeft() : Long.MAX_VALUE;
  }

  // --- asked by others ---

  Hub hub() {
    return hub;
  }

  Baton baton() {
    return baton;
  }

  RootCall rootCall() {
    return rootCall;
  }

  Closing closing() {
    return closing;
  }

  Poller poller() {
    return poller;
  }

  /** Whether the caller stands on the bare hub, in a callback. */
  boolean raw() {
    return running && !Thread.currentThread().isVirtual() && baton.mine();
  }

  boolean running() {
    return running;
  }

  Inbox inbox() {
    return inbox;
  }

  Idle idle() {
    return idle;
  }

  long runs() {
    return progress.runs();
  }

  long roughTime() {
    return roughTime;
  }

  boolean knowsAll() {
    return unknown == 0;
  }

  Roster roster() {
    return roster;
  }

  @Nullable GreenTask current() {
    return progress.current();
  }

  LoopCounts counts() {
    return counts;
  }

  Timers timers() {
    return timers;
  }

  Monitors monitors() {
    return monitors;
  }

  /** How many are ready. */
  int ready() {
    return ready.size();
  }
}
