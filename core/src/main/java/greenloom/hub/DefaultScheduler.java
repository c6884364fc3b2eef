package greenloom.hub;

import greenloom.jdk.GreenTask;
import greenloom.jdk.GreenThreads;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the place of the JDK's default scheduler when hubs are to run all virtual threads:
 * it hands each to one of them when it begins.
 *
 * <p>That is not a hub's own scheduler, because the JDK treats threads of its default scheduler in
 * a special way: one that is started by a thread on a worker of the JDK's own goes to that worker's
 * pool. So a thread is moved to the scheduler of its hub before it runs. It submits itself there
 * from then on, which is why it never changes its hub, and those that it makes are that hub's from
 * the beginning.
 *
 * <p>What comes here later stays with the JDK's scheduler: the threads that begin when the hubs
 * have ended, and those started by threads that were made before all this.
 */
final class DefaultScheduler extends ForkJoinPool {
  private final Supplier<@Nullable Hub> next;
  private final Object name;
  private final ForkJoinPool former = GreenThreads.defaultScheduler();

  private DefaultScheduler(int hubs, Supplier<@Nullable Hub> next, Object name) {
    super(hubs);
    this.next = next;
    this.name = name;
  }

  /**
   * Puts one into its place, if it is not too late.
   *
   * @param hubs how many, for those who ask the JDK for the parallelism of virtual threads
   * @param next gives the hub for the next thread, or null for none. Any thread
   * @param name what the JDK tells those who ask what its scheduler is
   */
  static void install(int hubs, Supplier<@Nullable Hub> next, Object name) {
    GreenThreads.makeDefault(new DefaultScheduler(hubs, next, name));
  }

  @Override
  public void execute(Runnable task) {
    Hub hub = next.get();
    GreenTask green = null;
    if (hub != null && !hub.closed()) {
      Scheduler scheduler = hub.scheduler();
      green = GreenThreads.admit(task, scheduler, scheduler::adopt);
    }
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
    return name.toString();
  }
}
