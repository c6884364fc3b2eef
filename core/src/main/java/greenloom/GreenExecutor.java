package greenloom;

import greenloom.hub.Clock;
import greenloom.hub.Guard;
import greenloom.hub.Hub;
import greenloom.sync.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A hub for code that wants an {@link ScheduledExecutorService}: each task runs in a greenlet of
 * its own, first come, first served. Any thread may use it; its futures wait as greenlets do in a
 * greenlet, and block on other threads.
 *
 * <p>{@code shutdown} lets run what has been submitted and calls off what repeats; {@code
 * shutdownNow} kills the greenlets and returns what had not begun. {@code cancel(true)} of a future
 * interrupts its greenlet, as the JDK has it. Ending the executor does not end the hub, and the
 * other way about it is ended with its hub.
 */
public final class GreenExecutor extends AbstractExecutorService
    implements ScheduledExecutorService {
  private final Hub hub;
  private final Event terminated = new Event();

  // under the guard
  private final Guard guard = new Guard();
  private final Map<Greenlet<?>, Runnable> open = new LinkedHashMap<>();
  private boolean shutDown;

  private GreenExecutor(Hub hub) {
    this.hub = hub;
  }

  /** Makes one whose tasks run on {@code hub}. */
  public static GreenExecutor on(Hub hub) {
    return new GreenExecutor(hub);
  }

  // --- starting ---

  /** Starts a greenlet. Its failure is reported as that of any greenlet nobody waits for. */
  @Override
  public void execute(Runnable task) {
    start(task, Duration.ZERO);
  }

  private Greenlet<?> start(Runnable task, Duration delay) {
    Greenlet<?> greenlet = new Greenlet<Void>(hub, new ActionBody(task::run)).shared();
    if (!admit(greenlet, task)) {
      throw new RejectedExecutionException(this + " takes no more tasks");
    }
    greenlet.afterEnd(hub, () -> ended(greenlet));
    if (delay.isPositive()) {
      greenlet.startLater(delay);
    } else {
      greenlet.start();
    }
    return greenlet;
  }

  private boolean admit(Greenlet<?> greenlet, Runnable task) {
    guard.enter();
    boolean admitted = !shutDown;
    if (admitted) {
      open.put(greenlet, task);
    }
    guard.leave();
    return admitted;
  }

  private void ended(Greenlet<?> greenlet) {
    guard.enter();
    open.remove(greenlet);
    boolean last = shutDown && open.isEmpty();
    guard.leave();
    if (last) {
      terminated.set();
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return later(new Scheduled<Object>(task, nanos(delay, unit), 0));
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    return later(new Scheduled<>(task, nanos(delay, unit)));
  }

  /**
   * A time that comes while the task runs is not left out: runs follow each other without pause.
   */
  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return later(new Scheduled<Object>(task, nanos(initialDelay, unit), checked(period, unit)));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    return later(new Scheduled<Object>(task, nanos(initialDelay, unit), -checked(delay, unit)));
  }

  private static long nanos(long delay, TimeUnit unit) {
    return Math.max(0, unit.toNanos(delay));
  }

  private static long checked(long period, TimeUnit unit) {
    if (period <= 0) {
      throw new IllegalArgumentException("a period has to be more than 0, not " + period);
    }
    return unit.toNanos(period);
  }

  private <V> Scheduled<V> later(Scheduled<V> task) {
    task.greenlet = start(task, Duration.ofNanos(task.getDelay(TimeUnit.NANOSECONDS)));
    if (task.isCancelled()) {
      task.done(); // before it knew its greenlet
    }
    return task;
  }

  /** One that runs later, or again and again in the same greenlet. */
  private final class Scheduled<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
    private final long period; // nanoseconds; negative: from the end of a run
    private final Clock clock = hub.clock();
    private volatile long due;
    private volatile @Nullable Greenlet<?> greenlet;
    private volatile boolean inBody; // set before it is looked whether it was cancelled

    @SuppressWarnings("NullAway") // the result of a Runnable is null by contract
    Scheduled(Runnable task, long delay, long period) {
      super(task, null);
      this.period = period;
      due = clock.nanoTime() + delay;
    }

    Scheduled(Callable<V> task, long delay) {
      super(task);
      period = 0;
      due = clock.nanoTime() + delay;
    }

    @Override
    public void run() {
      if (isPeriodic()) {
        repeat();
      } else {
        inBody = true;
        super.run();
      }
    }

    private void repeat() {
      try {
        while (ranWell() && !isShutdown()) {
          due = period > 0 ? due + period : clock.nanoTime() - period;
          Hub.sleep(Duration.ofNanos(due - clock.nanoTime()));
        }
      } finally {
        cancel(false); // whatever has ended it; changes nothing if it has failed
      }
    }

    private boolean ranWell() {
      inBody = true;
      boolean well = runAndReset();
      inBody = false;
      return well;
    }

    /** A greenlet that has not begun, or sleeps between two runs, is not needed any more. */
    @Override
    protected void done() {
      Greenlet<?> mine = greenlet;
      if (isCancelled() && mine != null && !inBody) {
        mine.killSoon();
      }
    }

    @Override
    public boolean isPeriodic() {
      return period != 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - clock.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  // --- the end ---

  @Override
  public void shutdown() {
    guard.enter();
    shutDown = true;
    List<Runnable> left = new ArrayList<>(open.values());
    guard.leave();
    if (left.isEmpty()) {
      terminated.set();
    }
    for (Runnable task : left) {
      if (task instanceof Scheduled<?> scheduled && scheduled.isPeriodic()) {
        scheduled.cancel(false);
      }
    }
  }

  @Override
  public List<Runnable> shutdownNow() {
    guard.enter();
    Map<Greenlet<?>, Runnable> left = new LinkedHashMap<>(open);
    guard.leave();
    shutdown();
    List<Runnable> notBegun = new ArrayList<>();
    left.forEach((greenlet, task) -> {
      if (!greenlet.started()) {
        notBegun.add(task);
      }
      greenlet.killSoon();
    });
    return notBegun;
  }

  @Override
  public boolean isShutdown() {
    guard.enter();
    boolean down = shutDown;
    guard.leave();
    return down;
  }

  @Override
  public boolean isTerminated() {
    return terminated.isSet();
  }

  /** A wait of ours: a kill or a time limit comes out of it, and an interrupt as ours do it. */
  @Override
  public boolean awaitTermination(long limit, TimeUnit unit) {
    return terminated.await(Duration.ofNanos(unit.toNanos(limit)));
  }

  @Override
  public String toString() {
    return "GreenExecutor[" + hub.name() + (isShutdown() ? ", shut down]" : "]");
  }
}
