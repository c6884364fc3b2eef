package greenloom.hub;

import greenloom.jdk.GreenTask;
import greenloom.jdk.GreenThreads;
import greenloom.jdk.SocketWaits;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What the JDK sees of a hub: the scheduler of its green threads.
 *
 * <p>A {@code ForkJoinPool} by type only, because then the JDK brings the timed waits of green
 * threads here too. It never starts a worker. Socket waits come here by a hook. {@link #execute} is
 * called with the current green thread pinned, on the bare carrier, or on any foreign thread; it
 * takes no lock and never throws.
 */
final class Scheduler extends ForkJoinPool implements SocketWaits {
  private final Hub hub;

  Scheduler(Hub hub) {
    super(1);
    this.hub = hub;
  }

  Hub hub() {
    return hub;
  }

  @Override
  public void execute(Runnable task) {
    GreenTask green = task instanceof GreenTask g ? g : GreenThreads.resolve(task, this::adopt);
    hub.submit(green);
  }

  /** A record for a thread that foreign code made on this hub. */
  GreenTask adopt(Thread thread) {
    String name = thread.getName();
    return new GreenThread(hub, name.isEmpty() ? null : name, null);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return hub.armForJdk(unit.toNanos(delay), task);
  }

  @Override
  public boolean begin(int fd, boolean read) throws IOException {
    if (GreenThreads.taskOf(Thread.currentThread()) instanceof GreenThread g) {
      g.beforeSocketWait();
    }
    return hub.loop().poller().begin(fd, read);
  }

  @Override
  public boolean end(int fd, boolean read, boolean woken) {
    return hub.loop().poller().end(fd, read, woken);
  }

  @Override
  public <T> ForkJoinTask<T> submit(Callable<T> task) {
    throw new UnsupportedOperationException("use hub.executor()");
  }

  @Override
  public String toString() {
    return hub.toString();
  }
}
