package greenloom.process;

/**
 * Says that the process that has a shared object, or does a task, cannot be reached any more: it
 * has ended, or has sent what makes no sense. What was asked may have been done or not.
 */
public final class ConnectionLostException extends RuntimeException {
  ConnectionLostException(Throwable why) {
    super("the connection to another process was lost: " + why.getMessage(), why);
  }

  /** Returns the same, with the stack of the caller. */
  ConnectionLostException here() {
    Throwable why = getCause();
    return new ConnectionLostException(why == null ? this : why);
  }
}
