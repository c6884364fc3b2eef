package greenloom.cluster;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The permits of a shared semaphore, and how many each process has. */
final class SemaphoreState implements Serializable {
  private static final long serialVersionUID = 1;

  private final Map<String, Integer> held = new HashMap<>();
  private int free;

  SemaphoreState(int permits) {
    this.free = permits;
  }

  /** Takes a permit for a process; null if none is free. */
  @Nullable Boolean take(String process, Set<String> here) {
    if (free(here) == 0) {
      return null;
    }
    free = free(here) - 1;
    held.keySet().retainAll(here);
    held.merge(process, 1, Integer::sum);
    return true;
  }

  boolean release(String process) {
    free++;
    held.computeIfPresent(process, (_, n) -> n == 1 ? null : n - 1);
    return true;
  }

  /** How many are free; those of processes that are not here any more are. */
  int free(Set<String> here) {
    int theirs = 0;
    for (Map.Entry<String, Integer> of : held.entrySet()) {
      theirs += here.contains(of.getKey()) ? 0 : of.getValue();
    }
    return free + theirs;
  }
}
