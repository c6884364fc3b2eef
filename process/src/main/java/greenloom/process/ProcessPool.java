package greenloom.process;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawnOn;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.Link;
import greenloom.sync.AsyncResult;
import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.sync.QueueShutDownException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Worker processes on this machine that do tasks, each one at a time.
 *
 * <pre>{@code
 * ProcessPool pool = new ProcessPool(4);
 * List<Integer> squares = pool.map(n -> n * n, List.of(1, 2, 3));
 * pool.close();
 * pool.join();
 * }</pre>
 *
 * <p>All of them are started at once, and end with this process, however that dies. One that dies
 * is replaced. Its task fails with {@link WorkerDiedException}, or is done again if {@link
 * WorkerSetup#attempts} says that it may be. With {@link WorkerSetup#tasksEach} they are replaced
 * now and then, for the sake of memory that tasks leave behind.
 *
 * <p>It belongs to the hub of the greenlet that makes it, and ends with that; one that a bare
 * platform thread makes, to a hub in the background.
 */
public final class ProcessPool implements TaskPool {
  private final WorkerSetup setup;
  private final int size;
  private final GreenQueue<Job<?>> jobs = GreenQueue.unbounded();
  private final List<Greenlet<Void>> keepers = new ArrayList<>();

  // any thread
  private final Set<WorkerProcess> workers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger callbacks = new AtomicInteger();
  private final Event noCallbacks = new Event();
  private volatile boolean closed;
  private volatile boolean terminated;

  /**
   * Makes one of {@code size} workers, at least 1, of the usual kind; {@link Worker#setup} has
   * others. Does not wait.
   */
  public ProcessPool(int size) {
    this(Worker.setup(), size);
  }

  private ProcessPool(WorkerSetup setup, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a pool needs one process at least, not " + size);
    }
    this.setup = setup;
    this.size = size;
    Hub hub = Host.hubOfCaller();
    for (int i = 0; i < size; i++) {
      keepers.add(spawnOn(hub, this::keepWorker));
    }
  }

  static ProcessPool start(WorkerSetup setup, int size) {
    return new ProcessPool(setup, size);
  }

  /** A task, and who waits for it. */
  private record Job<T>(Blob task, AsyncResult<T> result) {}

  // --- giving tasks ---

  @Override
  public <T> TaskResult<T> applyAsync(Task<T> task) {
    return new TaskResult<>(give(task));
  }

  private <T> AsyncResult<T> give(Task<T> task) {
    AsyncResult<T> result = AsyncResult.fromOutside();
    Job<T> job = new Job<>(Blob.of(task), result);
    try {
      jobs.put(job);
    } catch (QueueShutDownException e) {
      throw new IllegalStateException("this pool is closed and takes no more tasks", e);
    }
    return result;
  }

  @Override
  public <T> TaskResult<T> applyAsync(
      Task<T> task, Consumer<? super T> callback, Consumer<? super Throwable> errorCallback) {
    Hub hub = Thread.currentThread().isVirtual() ? Hub.current() : Host.hubOfCaller();
    AsyncResult<T> result = give(task);
    callbacks.incrementAndGet();
    Link _ = result.whenReady(() -> tell(hub, result, callback, errorCallback));
    return new TaskResult<>(result);
  }

  @SuppressWarnings("NullAway") // the value is null only if the task gave null
  private <T> void tell(
      Hub hub,
      AsyncResult<T> result,
      Consumer<? super T> callback,
      Consumer<? super Throwable> errorCallback) {
    try {
      Greenlet<Void> call =
          spawnOn(
              hub,
              () -> {
                Throwable e = result.exception();
                if (e == null) {
                  callback.accept(result.value());
                } else {
                  errorCallback.accept(e);
                }
              });
      Link _ = call.whenReady(this::callbackDone);
    } catch (IllegalStateException e) { // the caller's hub has ended
      callbackDone();
      throw e;
    }
  }

  private void callbackDone() {
    if (callbacks.decrementAndGet() == 0) {
      noCallbacks.set();
    }
  }

  @Override
  public int size() {
    return size;
  }

  // --- the workers, each in the care of a greenlet ---

  /** Keeps one worker at work until there will be no more tasks. */
  private void keepWorker() {
    try (Keeper keeper = new Keeper()) {
      keeper.begin();
      for (Job<?> job : jobs) {
        keeper.run(job);
      }
    }
  }

  /** One worker after the other. */
  private final class Keeper implements AutoCloseable {
    private @Nullable WorkerProcess worker;
    private @Nullable Connection connection;
    private int done;

    /** Starts a worker before it is needed; a failure is told to the first who needs one. */
    void begin() {
      try {
        Connection _ = connection();
      } catch (RuntimeException e) {
        close();
      }
    }

    private Connection connection() {
      Connection known = connection;
      if (known != null && !known.closed()) {
        return known;
      }
      close();
      WorkerProcess started = WorkerProcess.start(setup);
      worker = started;
      workers.add(started);
      if (terminated) {
        started.kill();
      }
      Connection made = started.connect();
      connection = made;
      return made;
    }

    void run(Job<?> job) {
      for (int attempt = 1; !job.result().ready(); attempt++) {
        try {
          attempt(job, attempt);
        } catch (RuntimeException e) {
          job.result().setException(terminated ? cancelled() : e);
        }
      }
    }

    private <T> void attempt(Job<T> job, int attempt) {
      AsyncResult<Blob[]> answer = connection().call(0, Op.RUN, job.task()).answer();
      try {
        answer.await();
      } catch (Throwable e) { // this hub is being closed
        job.result().setException(cancelled());
        throw e;
      }
      if (answer.exception() instanceof ConnectionLostException) {
        WorkerDiedException died = buried();
        if (terminated) {
          job.result().setException(cancelled());
        } else if (attempt >= setup.attempts) {
          job.result().setException(died);
        }
        return;
      }
      TaskResult.settle(job.result(), answer, setup.accepted);
      done++;
      if (done >= setup.tasksEach) {
        retire();
      }
    }

    private WorkerDiedException buried() {
      WorkerProcess dead = worker;
      int code = dead == null ? 0 : dead.await();
      long pid = dead == null ? 0 : dead.pid();
      close();
      return new WorkerDiedException(pid, code, "before its task had");
    }

    /** Lets the worker go home. */
    private void retire() {
      WorkerProcess old = worker;
      Connection its = connection;
      worker = null;
      connection = null;
      done = 0;
      if (old != null && its != null) {
        try {
          old.end(its, 0);
        } finally {
          workers.remove(old);
        }
      }
    }

    @Override
    public void close() {
      if (connection != null && !connection.closed() && !terminated) {
        retire();
      }
      WorkerProcess old = worker;
      worker = null;
      connection = null;
      done = 0;
      if (old != null) {
        old.close();
        workers.remove(old);
      }
    }
  }

  private static CancellationException cancelled() {
    return new CancellationException("the pool was terminated before this task was done");
  }

  // --- the end ---

  @Override
  public void close() {
    closed = true;
    jobs.shutdown();
  }

  @Override
  public void join() {
    if (!closed) {
      throw new IllegalStateException("close the pool before joining it, or nothing ends it");
    }
    joinAll(keepers);
    try (Hub.Hold _ = Hub.current().keepOpen()) { // they may be on other hubs
      while (callbacks.get() > 0) {
        noCallbacks.clear();
        if (callbacks.get() > 0) {
          noCallbacks.await();
        }
      }
    }
  }

  @Override
  public void terminate() {
    closed = true;
    terminated = true;
    jobs.shutdownNow().forEach(job -> job.result().setException(cancelled()));
    workers.forEach(WorkerProcess::kill);
    joinAll(keepers);
  }

  /** Returns the process numbers of its workers that are there now, in no order. */
  public List<Long> pids() {
    return workers.stream().filter(WorkerProcess::alive).map(WorkerProcess::pid).toList();
  }

  @Override
  public String toString() {
    return "ProcessPool["
        + pids().size()
        + " of "
        + size
        + " workers, "
        + jobs.size()
        + " tasks in line"
        + (terminated ? ", terminated]" : closed ? ", closed]" : "]");
  }
}
