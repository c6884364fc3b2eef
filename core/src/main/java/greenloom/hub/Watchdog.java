package greenloom.hub;

import greenloom.jdk.GreenTask;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread that looks after all hubs: it sees when a hub makes no progress.
 *
 * <p>A carrier that is blocked inside the virtual machine (another thread's class initialiser, a
 * monitor below a native frame) cannot announce it. When neither runs nor processor time advance,
 * the watchdog takes the hub from it: soon when the JVM says that it is blocked, after a second
 * otherwise, and never while the operating system says that it would run if it had a processor. A
 * green thread that keeps the hub for more than 100 ms, computing or asleep in the operating system
 * (in the read of a file, for one), is reported once, with its stack. When the watchdog itself
 * comes late the machine is busy, and what it has seen does not count. Green threads that wait for
 * each other in a circle are reported once, see {@link CycleWatch}. {@code
 * -Dgreenloom.watchdog=off} does without.
 */
final class Watchdog extends Thread {
  static final boolean OFF = "off".equals(System.getProperty("greenloom.watchdog"));
  private static final long PERIOD_MILLIS = 10;
  private static final long QUIET_PERIOD_MILLIS = 50;
  private static final int BLOCKED_PERIODS = 5;
  private static final int STILL_PERIODS = 100;
  private static final int REPORT_PERIODS = 10;
  private static final long STILL_NANOS = 500_000;
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Map<Loop, Sight> WATCHED = new WeakHashMap<>();
  private static @Nullable Watchdog running;

  /** What was last seen of one hub. */
  private static final class Sight {
    long runs = -1;
    long cpu = -1;
    int still;
    int same;
    long cpuOfSame;
    int asleep;
    boolean told;
    final CycleWatch cycles = new CycleWatch();
  }

  private Watchdog() {
    super("greenloom-watchdog");
    setDaemon(true);
  }

  static void watch(Loop loop) {
    if (OFF) {
      return;
    }
    synchronized (WATCHED) {
      WATCHED.put(loop, new Sight());
      if (running == null) {
        running = new Watchdog();
        running.start();
      }
    }
  }

  static void forget(Loop loop) {
    synchronized (WATCHED) {
      WATCHED.remove(loop);
    }
  }

  @Override
  public void run() {
    Jfr.follow();
    long period = PERIOD_MILLIS;
    while (true) {
      long before = System.nanoTime();
      try {
        Thread.sleep(period);
      } catch (InterruptedException e) {
        continue;
      }
      long late = System.nanoTime() - before - TimeUnit.MILLISECONDS.toNanos(period);
      boolean timely = late < TimeUnit.MILLISECONDS.toNanos(period);
      period = lookAtAll(timely) ? PERIOD_MILLIS : QUIET_PERIOD_MILLIS;
    }
  }

  /** Looks at each hub; false if all were asleep. */
  private static boolean lookAtAll(boolean timely) {
    Map<Loop, Sight> all;
    synchronized (WATCHED) {
      all = new HashMap<>(WATCHED); // nothing is logged while holding it
    }
    boolean busy = false;
    for (Map.Entry<Loop, Sight> e : all.entrySet()) {
      busy |= look(e.getKey(), e.getValue(), timely);
      e.getValue().cycles.look(e.getKey().hub());
    }
    return busy;
  }

  private static boolean look(Loop loop, Sight sight, boolean timely) {
    Thread owner = loop.baton().owner();
    if (!loop.running() || loop.inbox().asleep() || owner == null || loop.current() == null) {
      sight.runs = -1;
      return loop.running() && !loop.inbox().asleep();
    }
    long runs = loop.runs();
    if (runs != sight.runs || !timely) {
      sight.cpu = -1;
      sight.still = 0;
      if (runs != sight.runs) {
        sight.runs = runs;
        sight.same = 0;
        sight.cpuOfSame = 0;
        sight.asleep = 0;
        sight.told = false;
      }
      return true;
    }
    sight.same++;
    if (stands(loop, owner, sight)) {
      Runnable report =
          report(loop, owner, "is blocked in a way that cannot be waited for; the hub goes on");
      loop.baton().seize(owner);
      report.run();
      sight.runs = -1;
    } else if (!sight.told && holdsUp(loop, owner, sight)) {
      sight.told = true;
      report(loop, owner, "has kept the hub for more than 100 ms").run();
    }
    return true;
  }

  /** Whether it is not just that somebody else has the processor. */
  private static boolean holdsUp(Loop loop, Thread owner, Sight sight) {
    boolean asleep = loop.baton().osThread(owner).state() == OsThread.State.ASLEEP;
    sight.asleep = asleep ? sight.asleep + 1 : 0;
    return sight.asleep >= REPORT_PERIODS
        || (sight.same >= REPORT_PERIODS && sight.cpuOfSame >= BUSY_NANOS);
  }

  private static boolean stands(Loop loop, Thread owner, Sight sight) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getThreadCpuTime(owner.threadId());
    boolean known = sight.cpu >= 0 && cpu >= 0;
    boolean still = known && cpu - sight.cpu < STILL_NANOS;
    sight.cpuOfSame += known ? cpu - sight.cpu : 0;
    sight.cpu = cpu;
    sight.still = still ? sight.still + 1 : 0;
    return (sight.still >= BLOCKED_PERIODS && blocked(loop))
        || (sight.still >= STILL_PERIODS
            && loop.baton().osThread(owner).state() != OsThread.State.RUNNABLE);
  }

  /** Asks the green thread: of a carrier it is always said that it waits for what it carries. */
  private static boolean blocked(Loop loop) {
    GreenTask current = loop.current();
    return current != null && current.thread().getState() != State.RUNNABLE;
  }

  /** Looks who it is now, to be logged later, when somebody else may run. */
  private static Runnable report(Loop loop, Thread owner, String what) {
    Object current = loop.current();
    String name =
        switch (current) {
          case GreenThread g -> g.name();
          case RawTurn raw -> raw.toString();
          case null, default -> "a green thread";
        };
    Throwable stack = new Throwable("where it stands");
    stack.setStackTrace(
        current instanceof GreenThread g ? g.thread().getStackTrace() : owner.getStackTrace());
    String text = name + " on hub " + loop.hub().name() + " " + what;
    return () -> {
      Jfr.blocked(loop.hub(), name, what);
      System.getLogger("greenloom").log(Level.WARNING, text, stack);
    };
  }
}
