package greenloom.process;

import static greenloom.Greenloom.withTimeout;

import greenloom.hub.Body;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Processes that do tasks: the words of {@link ProcessPool}, whoever brings the processes. Any
 * thread may use it. What waits can be killed and limited, which ends the wait and not the task.
 *
 * <p>Tasks begin in the order in which they were given. A failure of one has its stack in the other
 * process and, among the suppressed, the place where it was picked up.
 */
public interface TaskPool extends AutoCloseable {
  /**
   * Has {@code task} done and waits for it; one call after the other is one task after the other.
   * What it throws is thrown here, a checked one inside a {@link
   * java.util.concurrent.CompletionException}.
   *
   * @throws IllegalArgumentException if it, or what it captures, is not serialisable
   * @throws IllegalStateException if the pool is closed
   * @throws WorkerDiedException if its process died
   */
  default <T> T apply(Task<T> task) {
    return applyAsync(task).get();
  }

  /** The same for a task that gives nothing. */
  default void apply(VoidTask task) {
    apply(task.asTask());
  }

  /** Has {@code task} done; does not wait. Fails at once as {@link #apply} does. */
  <T> TaskResult<T> applyAsync(Task<T> task);

  /** The same for a task that gives nothing. */
  default TaskResult<Void> applyAsync(VoidTask task) {
    return applyAsync(task.asTask());
  }

  /**
   * The same; then one of the two is called, in a greenlet of the caller's hub, with what came of
   * it. {@link #join} waits for them, too.
   */
  <T> TaskResult<T> applyAsync(
      Task<T> task, Consumer<? super T> callback, Consumer<? super Throwable> errorCallback);

  /**
   * Has {@code fn} applied to all items, several to a task, and waits for the results, which come
   * in the order of the items. The first failure is thrown.
   */
  default <A, R> List<R> map(TaskFunction<? super A, ? extends R> fn, Collection<A> items) {
    return this.<A, R>mapAsync(fn, items).get();
  }

  /** The same; does not wait. What it returns tells how many are done. */
  default <A, R> MapResult<R> mapAsync(
      TaskFunction<? super A, ? extends R> fn, Collection<A> items) {
    return mapAsync(fn, items, Math.max(1, Math.ceilDiv(items.size(), 4 * size())));
  }

  /** The same, {@code chunk} items to a task, at least 1. */
  default <A, R> MapResult<R> mapAsync(
      TaskFunction<? super A, ? extends R> fn, Collection<A> items, int chunk) {
    return TaskChunk.mapAsync(this, fn, items, chunk);
  }

  /**
   * Returns results in the order of the items while they come, an item to a task. The reader starts
   * the items, two for each process ahead at most. A failure comes out of {@code next()}, and the
   * one after it goes on.
   */
  default <A, R> Iterable<R> imap(TaskFunction<? super A, ? extends R> fn, Iterable<A> items) {
    return () -> new TaskMapping<A, R>(this, fn, items.iterator(), 2 * size(), true);
  }

  /** The same, in the order in which they are done. */
  default <A, R> Iterable<R> imapUnordered(
      TaskFunction<? super A, ? extends R> fn, Iterable<A> items) {
    return () -> new TaskMapping<A, R>(this, fn, items.iterator(), 2 * size(), false);
  }

  /** Returns how many tasks it does at once, at least 1. */
  int size();

  /** Takes no more tasks; those it has are done, and then its processes end. Does not wait. */
  @Override
  void close();

  /**
   * Waits until all tasks are done, callbacks have returned, and the processes have ended.
   *
   * @throws IllegalStateException if the pool is not closed
   */
  void join();

  /** The same, at most {@code limit}; returns whether all that has happened. */
  default boolean join(Duration limit) {
    Body<Boolean, RuntimeException> join =
        () -> {
          join();
          return true;
        };
    return withTimeout(limit, join, false);
  }

  /**
   * Ends the processes at once and waits for that. Tasks that are not done fail with {@link
   * java.util.concurrent.CancellationException}.
   */
  void terminate();
}
