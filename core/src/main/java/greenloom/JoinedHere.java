package greenloom;

/**
 * The place where a failure of another greenlet was picked up; stands among its suppressed ones.
 */
final class JoinedHere extends Throwable {
  private static final long serialVersionUID = 1;
  private static final int MOST = 8;

  private JoinedHere(String message) {
    super(message);
  }

  /** Adds the caller's stack to {@code e}, and returns {@code e} to be thrown. */
  static Error mark(Throwable e, Greenlet<?> of) {
    if (e.getSuppressed().length < MOST) {
      e.addSuppressed(
          new JoinedHere(of.name() + " was joined by " + Thread.currentThread().getName()));
    }
    if (e instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) e;
  }
}
