package greenloom.hub;

import org.jspecify.annotations.Nullable;

/**
 * How long a thread that is ready waits for its turn. The hub's carrier only.
 *
 * <p>Not each thread is timed, which would cost each switch a look at the clock: when the loop has
 * looked at it anyway, the last one in the queue is noted, by how many runs stand before it, and at
 * a later look it is seen whether they have been made.
 */
final class QueueDelay {
  private final Durations delays = new Durations();
  private boolean noted;
  private long since;
  private long until;

  /** Notes the last of {@code ready} threads, if none is noted; {@code runs} have been made. */
  void note(int ready, long runs, long now) {
    if (noted || ready == 0) {
      return;
    }
    if (ready == 1) {
      delays.add(0);
      return;
    }
    noted = true;
    since = now;
    until = runs + ready - 1;
  }

  /** Looks whether it is the turn of the one that is noted. */
  void look(long runs, long now, @Nullable Onlookers onlookers) {
    if (noted && runs - until >= 0) {
      noted = false;
      delays.add(now - since);
      if (onlookers != null) {
        onlookers.queued(now - since);
      }
    }
  }

  Histogram histogram() {
    return delays.histogram();
  }
}
