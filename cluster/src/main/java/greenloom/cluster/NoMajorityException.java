package greenloom.cluster;

/**
 * Says that this member sees too few of the others to go on: the network may be split, and the rest
 * may be at work without it. What was asked was not done. It may be asked again; that succeeds when
 * the others are back.
 */
public final class NoMajorityException extends IllegalStateException {
  NoMajorityException(Throwable cause) {
    super("this member sees too few of the others, and waits until it is one of the most", cause);
  }
}
