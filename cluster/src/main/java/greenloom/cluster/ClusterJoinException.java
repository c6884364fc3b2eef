package greenloom.cluster;

import org.jspecify.annotations.Nullable;

/** Says why a process could not join a cluster, in one line for users. */
public final class ClusterJoinException extends RuntimeException {
  ClusterJoinException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
