package greenloom.hub;

import greenloom.jdk.GreenTask;
import greenloom.jdk.GreenThreads;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What stands in the place of the JDK's default scheduler when a hub is to run all virtual threads:
 * it hands each to the hub when it begins.
 *
 * <p>That is not the hub's own scheduler, because the JDK treats threads of its default scheduler
 * in a special way: one that is started by a thread on a worker of the JDK's own goes to that
 * worker's pool. So a thread is moved to the hub's scheduler before it runs, and those that it
 * makes are the hub's from the beginning.
 *
 * <p>What comes here later stays with the JDK's scheduler: the threads that begin when the hub has
 * ended, and those started by threads that were made before all this.
 */
final class DefaultScheduler extends ForkJoinPool {
  private final Scheduler scheduler;
  private final Hub hub;
  private final ForkJoinPool former = GreenThreads.defaultScheduler();

  private DefaultScheduler(Scheduler scheduler) {
    super(1);
    this.scheduler = scheduler;
    this.hub = scheduler.hub();
  }

  /** Puts one into its place, if it is not too late. */
  static void install(Scheduler scheduler) {
    GreenThreads.makeDefault(new DefaultScheduler(scheduler));
  }

  @Override
  public void execute(Runnable task) {
    GreenTask green = hub.closed() ? null : GreenThreads.admit(task, scheduler, scheduler::adopt);
    if (green != null) {
      hub.submit(green);
    } else {
      former.execute(task);
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return former.schedule(task, delay, unit);
  }

  @Override
  public String toString() {
    return hub.toString();
  }
}
