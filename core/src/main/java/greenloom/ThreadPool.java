package greenloom;

import greenloom.hub.Body;
import greenloom.hub.Hub;
import greenloom.hub.HubLocal;
import greenloom.hub.VoidBody;
import greenloom.sync.AsyncResult;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Native threads for what would hold up a hub: files, native code, long computations. Jobs beyond
 * its size wait in line; threads that have nothing to do for a while end.
 *
 * <p>Any thread may use it. Each hub has one of its own, {@link #ofHub}.
 */
public final class ThreadPool implements AutoCloseable {
  private static final int HUB_SIZE = 10;
  private static final long IDLE_SECONDS = 5;
  private static final HubLocal<ThreadPool> OF_HUB =
      new HubLocal<>(hub -> new ThreadPool(HUB_SIZE, hub.name()));
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final ThreadPoolExecutor threads;
  private final String name;

  /** Makes one of at most {@code size} threads, at least 1; none is started yet. */
  public ThreadPool(int size) {
    this(size, "pool-" + POOLS.incrementAndGet());
  }

  private ThreadPool(int size, String name) {
    this(size, name, Duration.ofSeconds(IDLE_SECONDS));
  }

  /** Makes one whose threads end when they have had nothing to do for {@code idle}. */
  ThreadPool(int size, String name, Duration idle) {
    check(size);
    this.name = name;
    AtomicInteger made = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            idle.toNanos(),
            TimeUnit.NANOSECONDS,
            new LinkedBlockingQueue<>(),
            job ->
                Thread.ofPlatform()
                    .name(name + "-native-" + made.incrementAndGet())
                    .daemon()
                    .unstarted(job));
    threads.allowCoreThreadTimeOut(true);
  }

  /** Returns the pool of the calling thread's hub; it ends with the hub. */
  public static ThreadPool ofHub() {
    return OF_HUB.get();
  }

  /**
   * Starts a job. Does not wait.
   *
   * @throws IllegalStateException if the pool is closed
   */
  public <T> AsyncResult<T> spawn(Callable<? extends T> job) {
    AsyncResult<T> result = new AsyncResult<>();
    Hub.Hold hold = Hub.current().keepOpen();
    Runnable run =
        () -> {
          try {
            result.set(job.call());
          } catch (Throwable e) {
            result.setException(e);
          } finally {
            hold.close();
          }
        };
    try {
      threads.execute(run);
    } catch (RejectedExecutionException e) {
      hold.close();
      throw new IllegalStateException("thread pool " + name + " is closed", e);
    }
    return result;
  }

  /** Starts a job that gives nothing. */
  public AsyncResult<Void> spawn(Action job) {
    return spawn(new ActionBody(job));
  }

  /**
   * Runs a job and waits for its end. What it throws is thrown here, checked or not. A kill ends
   * the wait; the job runs on and its result is dropped.
   */
  @SuppressWarnings("unchecked") // X is what the body declares
  public <T, X extends Exception> T apply(Body<T, X> job) throws X {
    Callable<T> run = job::run;
    AsyncResult<T> result = spawn(run);
    result.await();
    Throwable e = result.exception();
    if (e instanceof Error error) {
      throw error;
    } else if (e != null) {
      throw (X) e;
    }
    return result.get();
  }

  /** The same for a job that gives nothing. */
  public <X extends Exception> void apply(VoidBody<X> job) throws X {
    apply(job.asBody());
  }

  /**
   * Lets it have {@code newSize} threads, at least 1. More begin with what waits in line at once;
   * of those that are too many each ends after its present job, or one more that it was just about
   * to take. Does not wait.
   */
  public void resize(int newSize) {
    check(newSize);
    if (newSize > threads.getMaximumPoolSize()) {
      threads.setMaximumPoolSize(newSize);
      threads.setCorePoolSize(newSize);
    } else {
      threads.setCorePoolSize(newSize);
      threads.setMaximumPoolSize(newSize);
    }
  }

  private static void check(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a thread pool needs one thread at least, not " + size);
    }
  }

  /** Returns how many threads it may have. */
  public int size() {
    return threads.getMaximumPoolSize();
  }

  /** How many threads there are. */
  int threads() {
    return threads.getPoolSize();
  }

  /** Takes no more jobs; those it has are done. Does not wait. */
  @Override
  public void close() {
    threads.shutdown();
  }

  @Override
  public String toString() {
    return "ThreadPool[" + name + ", " + threads.getActiveCount() + " of " + size() + " busy]";
  }
}
