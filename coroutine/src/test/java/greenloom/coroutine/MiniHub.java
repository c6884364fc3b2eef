package greenloom.coroutine;

import greenloom.jdk.GreenTask;
import greenloom.jdk.GreenThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The smallest scheduler of green threads that will do: runs them all on the calling thread. */
final class MiniHub extends ForkJoinPool {
  private final BlockingQueue<Runnable> ready = new LinkedBlockingQueue<>();
  private final DelayQueue<Timer> timers = new DelayQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<FutureTask<?>> bodies = new ArrayList<>();

  MiniHub() {
    super(1);
  }

  /** Makes a green thread that runs in {@link #runAll}. */
  Thread spawn(Callable<?> body) {
    FutureTask<?> task = new FutureTask<>(body);
    Thread t = GreenThreads.create(this, null, task, new Task());
    threads.add(t);
    bodies.add(task);
    t.start();
    return t;
  }

  /** Runs all green threads to their end; throws what one of them threw. */
  void runAll() throws Exception {
    while (threads.stream().anyMatch(Thread::isAlive)) {
      Timer due = timers.poll();
      Runnable next = due != null ? due.action : ready.poll(1, TimeUnit.MILLISECONDS);
      if (next != null) {
        next.run();
      }
    }
    for (FutureTask<?> body : bodies) {
      body.get();
    }
  }

  @Override
  public void execute(Runnable submitted) {
    ready.add(GreenThreads.resolve(submitted, t -> new Task()));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
    Timer timer = new Timer(action, System.nanoTime() + unit.toNanos(delay));
    timers.add(timer);
    return timer;
  }

  private static final class Task extends GreenTask {}

  private final class Timer extends FutureTask<Void> implements ScheduledFuture<Void> {
    final Runnable action;
    private final long at;

    Timer(Runnable action, long at) {
      super(action, null);
      this.action = action;
      this.at = at;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      timers.remove(this);
      return super.cancel(mayInterrupt);
    }
  }
}
