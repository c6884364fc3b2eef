package greenloom.hub;

import greenloom.jdk.GreenTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a hub: what it does with the thread it has.
 *
 * <p>One turn is: run what is ready (at most 256 runs or 5 ms), take in what other threads have put
 * into the inbox, fire the timers that are due, hand over monitors, look for readiness of sockets;
 * wait for it if nobody is ready. The order is fixed.
 *
 * <p>How a wake-up is never lost: other threads put into the inbox first and look at {@code asleep}
 * second; the loop sets {@code asleep} first and looks into the inbox second. So one of them sees
 * the other. Inside the hub no such care is needed, because a green thread that makes another one
 * ready runs on the carrier itself and puts it into the ready queue directly.
 *
 * <p>The baton is checked after each run, because the run may have lost it: the green thread parked
 * pinned, its carrier handed the loop over, and when the run comes back the loop may be in other
 * hands. A home thread claims it again; a spare ends.
 */
final class Loop {
  private static final int MAX_RUNS = 256;
  private static final int MAX_INBOX = 4096;
  private static final long FOREVER = Long.MAX_VALUE / 4;

  // immutable
  private final Hub hub;
  private final Clock clock;
  private final Thread home;
  private final Baton baton;
  private final Poller poller;

  // any thread
  private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final Map<Thread, OsThread> carriers = new ConcurrentHashMap<>();
  private volatile boolean asleep;
  private volatile boolean running;
  private volatile boolean forRoot;
  private volatile boolean rootTurn;
  private volatile boolean rootInterrupted;

  // written by the carrier, read by any thread
  private final Progress progress = new Progress();

  // the carrier
  private final RunQueue ready;
  private final Timers timers = new Timers();
  private final Roster roster = new Roster();
  private final Monitors monitors;
  private final List<Waiter> quietWaiters = new ArrayList<>();
  private final Deadlock deadlock;
  private final LoopCounts counts = new LoopCounts();
  private @Nullable Onlookers onlookers; // null for nobody, which costs nothing
  private long unknown;
  private long roughTime;
  private boolean closing;
  private long closeDeadline;

  Loop(Hub hub, HubSetup setup, Thread home) {
    this.hub = hub;
    this.clock = setup.clock;
    this.home = home;
    carriers.put(home, OsThread.current());
    this.baton = new Baton(this, home);
    this.ready = new RunQueue(setup.seed);
    this.monitors = new Monitors(ready, hub.features().monitors());
    this.poller = Poller.of(hub.features());
    this.deadlock = new Deadlock(hub, this);
    this.roughTime = clock.nanoTime();
  }

  // --- running ---

  /** Runs on the home thread until its own turn comes. */
  void runForRoot() {
    Thread me = enterLoop();
    forRoot = true;
    try {
      while (holdBaton(me) && !rootMustGo(me)) {
        turn(me);
      }
    } finally {
      forRoot = false;
      rootTurn = false;
      running = false;
      poller.leave();
    }
  }

  /** Runs on the home thread until the hub is closed and its threads have ended, or time is up. */
  void runUntilClosed() {
    Thread me = enterLoop();
    try {
      while (holdBaton(me) && !finished()) {
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
    carriers.put(me, OsThread.current());
    try {
      while (baton.ownedBy(me)) {
        if (!baton.pass(me)) {
          turn(me);
        }
      }
    } finally {
      carriers.remove(me);
    }
  }

  /** Whether {@code me} is a root that has to leave the loop; a spare leaves that to the root. */
  private boolean rootMustGo(Thread me) {
    return (rootTurn || rootInterrupted) && forRoot && me == home;
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

  /** Answers claims and takes the baton again; returns true, holding it. */
  private boolean holdBaton(Thread me) {
    while (baton.wanted() || !baton.ownedBy(me)) {
      if (baton.ownedBy(me)) {
        baton.pass(me);
      }
      baton.claim();
    }
    return true;
  }

  private void turn(Thread me) {
    counts.turns++;
    counts.delay.note(ready.size(), runs(), roughTime);
    if (!runReady(me)) {
      return;
    }
    takeInbox();
    fireTimers();
    monitors.handOver();
    if (ready.isEmpty()) {
      idle(me);
    } else {
      poll();
    }
  }

  private void poll() {
    int before = ready.size();
    poller.poll();
    counts.bySockets += ready.size() - before;
  }

  /** Runs ready threads; false if the loop must look up before it goes on. */
  private boolean runReady(Thread me) {
    long until = roughTime + Hub.SLICE_NANOS;
    int look = 1;
    for (int n = 1; n <= MAX_RUNS; n++) {
      GreenTask task = ready.poll();
      if (task == null) {
        return true;
      }
      run(task, me);
      if (!baton.ownedBy(me) || baton.wanted() || rootMustGo(me)) {
        return false;
      }
      if (n == look) {
        look = lookAfter(n);
        if (roughTime - until > 0) {
          break;
        }
      }
    }
    return true;
  }

  /**
   * Looks at the clock and at what goes by it, and tells after how many runs of this turn to do so
   * again: often at first, because the runs may be long ones, then each 16, and when it is the turn
   * of somebody whose waiting is timed.
   */
  private int lookAfter(int n) {
    roughTime = clock.nanoTime();
    if ((n & 15) == 0) {
      monitors.handOver();
    }
    counts.delay.look(runs(), roughTime, onlookers);
    if ((n & (n - 1)) == 0) {
      counts.delay.note(ready.size(), runs(), roughTime);
    }
    int next = n < 16 ? 2 * Integer.highestOneBit(n) : (n & ~15) + 16;
    return n + Math.min(next - n, counts.delay.runsLeft(runs()));
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
      if (closing) {
        kill(thread);
      }
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
      thread.lookAgain();
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

  // --- having nothing to do ---

  private void idle(Thread me) {
    if (!quietWaiters.isEmpty()) {
      poll();
      if (!ready.isEmpty()) {
        return;
      }
      List<Waiter> woken = List.copyOf(quietWaiters);
      quietWaiters.clear();
      woken.forEach(w -> w.wake(null));
      return;
    }
    if ((finished() && me == home) || deadlock.found(timers.size() + poller.waits(), runs())) {
      return;
    }
    long nanos = nanosToSleep(me);
    if (nanos <= 0) {
      return;
    }
    asleep = true;
    try {
      if (inbox.isEmpty() && !baton.wanted() && !rootMustGo(me)) {
        sleep(nanos);
        Thread.interrupted(); // a root's interrupt is noted already; others would not let us sleep
      }
    } finally {
      asleep = false;
    }
    roughTime = clock.nanoTime();
    takeInbox();
  }

  private void sleep(long nanos) {
    counts.sleeps++;
    long begin = onlookers == null ? 0 : System.nanoTime();
    poller.sleep(nanos);
    counts.bySockets += ready.size(); // nobody was ready before
    if (onlookers != null && begin != 0) {
      onlookers.slept(begin, System.nanoTime());
    }
  }

  private long nanosToSleep(Thread me) {
    Timer next = timers.first();
    long nanos = FOREVER;
    if (next != null) {
      nanos = clock.nanosToSleep(next.when, this::onlyTimersCanWake);
    }
    if (closing && me == home) {
      nanos = Math.min(nanos, closeDeadline - System.nanoTime());
    }
    return Math.min(nanos, deadlock.patience());
  }

  private boolean onlyTimersCanWake() {
    return timers.ofJdk() == 0 && deadlock.closed();
  }

  /** Wakes the loop if it sleeps. Any thread. */
  void wake() {
    if (asleep) {
      poller.wake();
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
    if (hub.closed()) {
      return; // nobody will ever look
    }
    inbox.add(item);
    wake();
  }

  /** The root's turn in the ready queue. */
  void rootTurn() {
    rootTurn = true;
  }

  /** The home thread was interrupted. Any thread. */
  void interruptRoot() {
    rootInterrupted = true;
    poller.wake();
  }

  /** Whether the home thread was interrupted since last asked. */
  boolean takeRootInterrupt() {
    boolean was = rootInterrupted;
    rootInterrupted = false;
    return was;
  }

  /** Calls {@code w} when nobody is ready any more; the carrier only. */
  void whenQuiet(Waiter w) {
    quietWaiters.add(w);
  }

  void arm(Timer t) {
    if (!t.cancelled) {
      timers.add(t);
    }
  }

  void disarm(Timer t) {
    timers.remove(t);
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

  /** Kills all threads and gives them until {@code deadline}, in System.nanoTime. Carrier only. */
  void close(long deadline) {
    closing = true;
    closeDeadline = deadline;
    roster.threads().forEach(this::kill);
  }

  private void kill(GreenThread t) {
    t.deliver(new GreenletExit("hub " + hub.name() + " is closed"));
  }

  private boolean finished() {
    if (!closing) {
      return false;
    }
    boolean empty = roster.live() == 0 && ready.isEmpty() && inbox.isEmpty();
    return empty || System.nanoTime() - closeDeadline >= 0;
  }

  // --- asked by others ---

  Hub hub() {
    return hub;
  }

  Baton baton() {
    return baton;
  }

  /** What the operating system says of a thread that has run this loop. */
  OsThread osThread(Thread carrier) {
    return carriers.getOrDefault(carrier, OsThread.NOBODY);
  }

  Poller poller() {
    return poller;
  }

  Deadlock deadlock() {
    return deadlock;
  }

  /** Whether the caller stands on the bare hub, in a callback. */
  boolean raw() {
    return running && !Thread.currentThread().isVirtual() && baton.mine();
  }

  boolean running() {
    return running;
  }

  boolean asleep() {
    return asleep;
  }

  long runs() {
    return progress.runs();
  }

  long roughTime() {
    return roughTime;
  }

  boolean inboxEmpty() {
    return inbox.isEmpty();
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
