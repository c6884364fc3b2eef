package greenloom.hub;

/**
 * Nothing can ever happen again on this hub: nobody is ready, no timer runs, nothing from outside
 * can come, and the thread that ran the hub waits. Thrown in that platform thread; its message
 * holds the table of who waits for what. The hub stays usable.
 */
public class DeadlockException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DeadlockException(String message) {
    super(message);
  }
}
