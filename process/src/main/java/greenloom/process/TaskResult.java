package greenloom.process;

import greenloom.hub.Link;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.AsyncResult;
import greenloom.sync.Outcome;
import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What will come of a task that another process does. Any thread may use it. A kill or a time limit
 * ends a wait and not the task.
 *
 * @param <T> the type of the value
 */
public final class TaskResult<T> implements Outcome<T> {
  private final AsyncResult<T> outcome;

  /** Makes one that has the outcome of {@code outcome}; for those who bring {@link TaskPool}s. */
  public TaskResult(AsyncResult<T> outcome) {
    this.outcome = outcome;
  }

  /**
   * Waits for it and returns the value. What the task threw is thrown here, with its stack there
   * and, among the suppressed, the place of this call; a checked one inside a {@link
   * CompletionException}.
   *
   * @throws WorkerDiedException if its process ended before it had
   */
  public T get() {
    return get(outcome);
  }

  /**
   * The same with a limit.
   *
   * @throws TimeoutExpired when it has passed
   */
  public T get(Duration limit) {
    return get(outcome, limit);
  }

  /** Waits for it, value or failure, and throws neither. */
  public void await() {
    outcome.await();
  }

  /** Waits for it, at most {@code limit}; returns whether it is there. */
  public boolean await(Duration limit) {
    return outcome.await(limit);
  }

  @Override
  public boolean ready() {
    return outcome.ready();
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

  @Override
  public Link whenReady(Runnable then) {
    return outcome.whenReady(then);
  }

  @Override
  public String toString() {
    return "TaskResult[" + (!ready() ? "open" : successful() ? "done" : "failed") + "]";
  }

  // --- for the rooms of this package ---

  static <T> T get(AsyncResult<T> outcome) {
    outcome.await();
    return delivered(outcome);
  }

  static <T> T get(AsyncResult<T> outcome, Duration limit) {
    if (!outcome.await(limit)) {
      throw new TimeoutExpired(limit);
    }
    return delivered(outcome);
  }

  @SuppressWarnings("NullAway") // null only if the task gave null
  private static <T> T delivered(AsyncResult<T> outcome) {
    Throwable e = outcome.exception();
    if (e == null) {
      return outcome.value();
    }
    Failure.pickedUpHere(e);
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (e instanceof Error error) {
      throw error;
    }
    throw new CompletionException(e);
  }

  /** Sets {@code outcome} to what {@code answer}, which has come, says. */
  @SuppressWarnings("unchecked") // the task has said what it gives
  static <T> void settle(
      AsyncResult<T> outcome, AsyncResult<Blob[]> answer, ObjectInputFilter filter) {
    Blob[] values = answer.value();
    Throwable e = answer.exception();
    try {
      if (values != null) {
        outcome.set((T) values[0].value(filter));
      } else if (e instanceof Connection.Failed f) {
        outcome.setException(Failure.decode(f.values, filter));
      } else if (e != null) {
        outcome.setException(e);
      }
    } catch (Throwable unreadable) {
      outcome.setException(unreadable);
    }
  }
}
