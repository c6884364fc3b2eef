package greenloom.process;

import static greenloom.Greenloom.spawnOn;

import greenloom.Greenlet;
import greenloom.hub.Awaitable;
import greenloom.hub.Link;
import greenloom.sync.AsyncResult;
import greenloom.sync.Outcome;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One process that does one task: a JVM of its own, started for it, which ends with it.
 *
 * <pre>{@code
 * Worker<Long> worker = Worker.start(() -> ProcessHandle.current().pid());
 * long there = worker.get();
 * worker.join();
 * }</pre>
 *
 * <p>It ends when this process ends, however that dies; so join it. Its exit code is 0 if the task
 * came to its end, 1 if it failed, which its error output tells as well, and what {@code
 * System.exit} was given if the task called that. For {@code waitAny} and the like it is ready when
 * the process has ended. Any thread may use it. A kill or a time limit ends a wait of the caller
 * and leaves the process alone.
 *
 * @param <T> what the task gives
 */
public final class Worker<T> implements Outcome<T> {
  private final AsyncResult<T> outcome = AsyncResult.fromOutside();
  private final AsyncResult<Integer> exit = AsyncResult.fromOutside();
  private final AsyncResult<WorkerProcess> started = AsyncResult.fromOutside();

  private Worker() {}

  /** Returns a setup for worker processes, to be changed and started. */
  public static WorkerSetup setup() {
    return new WorkerSetup();
  }

  /**
   * Starts a process for {@code task}. Waits until there is one; it begins to work a moment later.
   *
   * @throws IllegalArgumentException if the task, or what it captures, is not serialisable
   * @throws java.io.UncheckedIOException if no process can be started
   */
  public static <T> Worker<T> start(Task<T> task) {
    return setup().start(task);
  }

  /** Starts a process for a task that gives nothing. */
  public static Worker<Void> start(VoidTask task) {
    return setup().start(task);
  }

  static <T> Worker<T> start(WorkerSetup setup, Task<T> task) {
    Blob bytes = Blob.of(new Told<>(task));
    Worker<T> worker = new Worker<>();
    Greenlet<Void> _ = spawnOn(Host.hubOfCaller(), () -> worker.supervise(setup, bytes));
    worker.started.get();
    return worker;
  }

  /** A task whose failure the error output of its process tells, in case nobody asks for it. */
  private record Told<T>(Task<T> task) implements Task<T> {
    @Override
    public T call() throws Exception {
      try {
        return task.call();
      } catch (Throwable e) {
        System.err.print(
            "worker " + ProcessHandle.current().pid() + " failed: " + Failure.stackOf(e));
        throw e;
      }
    }
  }

  // --- its life, in a greenlet ---

  private void supervise(WorkerSetup setup, Blob task) {
    WorkerProcess process;
    try {
      process = WorkerProcess.start(setup);
    } catch (RuntimeException e) {
      started.setException(e);
      return;
    } catch (Error e) {
      started.setException(e);
      throw e;
    }
    try (process) {
      started.set(process);
      work(setup, process, task);
    } catch (RuntimeException e) { // a task over the limit, for example
      outcome.setException(e);
    } finally {
      int code = process.await();
      outcome.setException(new WorkerDiedException(process.pid(), code, "before its task had"));
      exit.set(code);
    }
  }

  private void work(WorkerSetup setup, WorkerProcess process, Blob task) {
    Connection connection;
    try {
      connection = process.connect();
    } catch (WorkerDiedException e) {
      outcome.setException(e);
      return;
    }
    AsyncResult<Blob[]> answer = connection.call(0, Op.RUN, task).answer();
    answer.await();
    if (answer.exception() instanceof ConnectionLostException) {
      process.await(); // which tells more
      return;
    }
    TaskResult.settle(outcome, answer, setup.accepted);
    process.end(connection, outcome.successful() ? 0 : 1);
  }

  private WorkerProcess process() {
    return started.get(); // it is there: start has waited for it
  }

  // --- asking ---

  /** Returns the number that the operating system gave to it. */
  public long pid() {
    return process().pid();
  }

  /** Returns whether the process is there. */
  public boolean alive() {
    return !exit.ready();
  }

  /** Returns its exit code; on Unix 128 and the number of the signal that ended it. */
  public OptionalInt exitCode() {
    Integer code = exit.value();
    return code == null ? OptionalInt.empty() : OptionalInt.of(code);
  }

  /** Returns whether the process has ended. */
  @Override
  public boolean ready() {
    return exit.ready();
  }

  @Override
  public Link whenReady(Runnable then) {
    return exit.whenReady(then);
  }

  @Override
  public boolean successful() {
    return outcome.successful();
  }

  @Override
  public @Nullable T value() {
    return outcome.value();
  }

  @Override
  public @Nullable Throwable exception() {
    return outcome.exception();
  }

  // --- waiting ---

  /**
   * Waits for the end of the task and returns what it gave. What it threw is thrown here, with its
   * stack there and, among the suppressed, the place of this call; a checked one inside a {@link
   * java.util.concurrent.CompletionException}.
   *
   * @throws WorkerDiedException if the process ended before
   */
  public T get() {
    return TaskResult.get(outcome);
  }

  /**
   * The same with a limit.
   *
   * @throws greenloom.hub.TimeoutExpired when it has passed
   */
  public T get(Duration limit) {
    return TaskResult.get(outcome, limit);
  }

  /** Waits until the process has ended; returns its exit code. */
  public int join() {
    return exit.get();
  }

  /** Waits until the process has ended, at most {@code limit}; returns whether it has. */
  public boolean join(Duration limit) {
    return exit.await(limit);
  }

  /** Ends the process at once, whatever it does, and waits for that. */
  public void kill() {
    process().kill();
    exit.await();
  }

  /** Returns something that is ready when the task has ended, a moment before the process has. */
  public Awaitable task() {
    return outcome;
  }

  @Override
  public String toString() {
    Integer code = exit.value();
    return "Worker[" + pid() + ", " + (code == null ? "running" : "exit " + code) + "]";
  }
}
