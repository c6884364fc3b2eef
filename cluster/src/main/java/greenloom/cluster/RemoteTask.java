package greenloom.cluster;

import greenloom.Greenloom;
import greenloom.process.Task;
import greenloom.process.TaskFailedException;
import greenloom.sync.AsyncResult;
import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * A task on its way to a member. There it runs as a greenlet of a hub of its own, so that what it
 * waits for, shared objects among them, is waited for as everywhere.
 *
 * @param task the task
 */
record RemoteTask<T>(Packed task) implements Callable<RemoteTask.Answer>, Serializable {

  /**
   * What came of it.
   *
   * @param failed true if it has thrown
   * @param outcome what it gave or threw
   */
  record Answer(boolean failed, Packed outcome) implements Serializable {
    <T> void settle(AsyncResult<T> result) {
      try {
        if (failed) {
          result.setException(outcome.<Throwable>value());
        } else {
          result.set(outcome.<T>value());
        }
      } catch (RuntimeException unreadable) {
        result.setException(unreadable);
      }
    }
  }

  @Override
  public Answer call() {
    try {
      Task<T> here = task.value();
      return new Answer(false, Packed.orNull(Greenloom.<T>call(here)));
    } catch (Throwable e) {
      return failure(e);
    }
  }

  private static Answer failure(Throwable e) {
    try {
      return new Answer(true, Packed.of(e));
    } catch (RuntimeException | StackOverflowError notSerialisable) {
      return new Answer(true, Packed.of(TaskFailedException.of(e)));
    }
  }
}
