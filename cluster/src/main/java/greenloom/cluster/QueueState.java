package greenloom.cluster;

import greenloom.sync.QueueShutDownException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is in a shared queue, and whether it is still open. */
final class QueueState implements Serializable {
  private static final long serialVersionUID = 1;

  private final int capacity;
  private final ArrayDeque<Packed> items = new ArrayDeque<>();

  /** The processes that have used it, if it ends with any of them; null if it does not. */
  private final @Nullable HashSet<String> users;

  private boolean shut;

  QueueState(int capacity, boolean endsWithUsers) {
    this.capacity = capacity;
    this.users = endsWithUsers ? new HashSet<>() : null;
  }

  /**
   * Puts an item in; null if there is no room.
   *
   * @param here the processes that are members now, the caller first
   */
  @Nullable Boolean put(Packed item, Set<String> here, String caller) {
    if (isShut(here)) {
      throw new QueueShutDownException("the queue was shut down");
    }
    if (items.size() >= capacity) {
      return null;
    }
    use(caller);
    return items.add(item);
  }

  /** Takes the first item; null if there is none yet. */
  @Nullable Packed take(Set<String> here, String caller) {
    Packed first = items.poll();
    if (first != null) {
      use(caller);
    } else if (isShut(here)) {
      throw new QueueShutDownException("the queue was shut down and is empty");
    }
    return first;
  }

  private void use(String caller) {
    if (users != null) {
      users.add(caller);
    }
  }

  private boolean isShut(Set<String> here) {
    return shut || (users != null && !here.containsAll(users));
  }

  int size() {
    return items.size();
  }

  boolean shutDown() {
    shut = true;
    return true;
  }
}
