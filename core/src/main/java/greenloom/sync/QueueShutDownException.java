package greenloom.sync;

/**
 * A {@link GreenQueue} has been shut down: it takes no more items, and there are no more to take.
 */
public class QueueShutDownException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** Makes one that says what cannot be done. */
  public QueueShutDownException(String message) {
    super(message);
  }
}
