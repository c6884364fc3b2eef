package greenloom.process;

import greenloom.sync.AsyncResult;
import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent, and its answer.
 *
 * @param answer gets the values of the answer; a failure may be a {@link Connection.Failed}
 * @param cancel tells the other side that nobody waits any more
 */
record Call(AsyncResult<Blob[]> answer, Runnable cancel) {
  /**
   * Waits for the answer. A kill, an interrupt or a time limit of the caller calls the request off;
   * an answer that comes all the same is given to {@code undo}.
   */
  Blob[] await(@Nullable Consumer<Blob[]> undo) {
    try {
      answer.await();
    } catch (Throwable e) {
      abandon(undo);
      throw e;
    }
    return outcome(answer, Accepted.here());
  }

  /** The same, at most {@code limit}; null when that has passed. */
  Blob @Nullable [] await(Duration limit, @Nullable Consumer<Blob[]> undo) {
    boolean come;
    try {
      come = answer.await(limit);
    } catch (Throwable e) {
      abandon(undo);
      throw e;
    }
    if (!come) {
      abandon(undo);
      return null;
    }
    return outcome(answer, Accepted.here());
  }

  private void abandon(@Nullable Consumer<Blob[]> undo) {
    cancel.run();
    answer.whenReady(() -> {
      Blob[] late = answer.value();
      if (late != null && undo != null) {
        undo.accept(late);
      }
    });
  }

  /** The values of an answer that has come; its failure is thrown as one of the caller. */
  @SuppressWarnings("NullAway") // it is never set to null
  static Blob[] outcome(AsyncResult<Blob[]> answer, ObjectInputFilter filter) {
    Throwable e = answer.exception();
    if (e == null) {
      return answer.value();
    }
    Throwable real = e instanceof Connection.Failed f ? Failure.decode(f.values, filter) : e;
    Failure.pickedUpHere(real);
    if (real instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (real instanceof Error error) {
      throw error;
    }
    throw new CompletionException(real);
  }
}
