package greenloom.cluster;

/**
 * Says that the {@link ClusterStore} failed, in one line. Of a change: it was not made. It may be
 * asked for again.
 */
public final class ClusterStoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Has no cause, since each member must be able to read it. */
  ClusterStoreException(String message) {
    super(message);
  }

  static ClusterStoreException of(String what, Exception why) {
    return new ClusterStoreException(
        what + ": " + why.getClass().getSimpleName() + ": " + why.getMessage());
  }
}
