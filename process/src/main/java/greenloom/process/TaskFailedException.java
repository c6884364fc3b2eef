package greenloom.process;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands for what a task has thrown if that cannot be brought here as it is: it is not
 * serialisable, or of a class that is not accepted here. The message begins with its class, the
 * stack is that of the original, and so are the causes.
 */
public final class TaskFailedException extends RuntimeException {
  private TaskFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Makes one of {@code e} and its causes, for backends to send. */
  public static TaskFailedException of(Throwable e) {
    return of(e, new IdentityHashMap<>());
  }

  private static TaskFailedException of(Throwable e, Map<Throwable, Boolean> seen) {
    Throwable cause = seen.put(e, true) == null ? e.getCause() : null;
    TaskFailedException standIn =
        new TaskFailedException(e.toString(), cause == null ? null : of(cause, seen));
    standIn.setStackTrace(e.getStackTrace());
    return standIn;
  }
}
