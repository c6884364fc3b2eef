package greenloom;

import java.util.ArrayList;
import java.util.List;

/**
 * A task of a {@link DagPool} cannot go on because another one that it needs has failed. The cause
 * is what that one failed with, however many tasks are in between.
 */
public final class DependencyFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Object> path;
  private final transient Throwable failure;

  private DependencyFailedException(List<Object> path, Throwable cause) {
    super(message(path, cause), cause);
    this.path = path;
    this.failure = cause;
  }

  /** The failure of {@code key}, for who needs it. */
  static DependencyFailedException of(Object key, Throwable failure) {
    List<Object> path = new ArrayList<>(List.of(key));
    Throwable cause = failure;
    if (failure instanceof DependencyFailedException further) {
      path.addAll(further.path);
      cause = further.failure;
    }
    return new DependencyFailedException(List.copyOf(path), cause);
  }

  private static String message(List<Object> path, Throwable cause) {
    String failed = path.getLast() + " failed with " + cause;
    return path.size() == 1 ? failed : failed + "; " + DagPool.words(path);
  }

  /** Returns the keys from the one that was needed to the one that failed first. */
  public List<Object> path() {
    return path;
  }
}
