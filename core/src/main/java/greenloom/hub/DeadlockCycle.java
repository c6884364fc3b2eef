package greenloom.hub;

import java.util.List;

/**
 * Green threads that wait for each other in a circle: none of them can go on, whatever the others
 * do. Found by {@link Hub#findDeadlocks}.
 *
 * @param threads who they are; each waits for the next, the last for the first
 * @param picture the circle drawn as text, of several lines: who waits for whom and since when,
 *     where each stands, and where it was spawned
 */
public record DeadlockCycle(List<GreenThread> threads, String picture) {
  /** Copies the list. */
  public DeadlockCycle {
    threads = List.copyOf(threads);
  }

  /** Returns the names and the picture. */
  @Override
  public String toString() {
    String names = Dump.names(threads);
    return (threads.size() == 1 ? names + " waits for itself:\n" : names + " wait in a circle:\n")
        + picture;
  }
}
