package greenloom.hub;

import java.time.Duration;
import java.util.List;

/**
 * Waits until the green threads of several hubs have ended, also those that they spawn on each
 * other meanwhile.
 *
 * <p>A hub that sleeps, has nothing in its inbox and nobody on its list is empty; but what another
 * one has sent it may be on its way. So all are looked at twice. If all were empty each time, and
 * none has run anybody or taken anything in between, then at the moment between the two rounds all
 * were empty at once, and nobody was left who could send anything.
 */
final class Drain {
  private static final Duration LEAST_PAUSE = Duration.ofMillis(1);
  private static final Duration MOST_PAUSE = Duration.ofMillis(20);
  private static final long BUSY = -1;

  private final List<Hub> hubs;

  private Drain(List<Hub> hubs) {
    this.hubs = hubs;
  }

  /** Waits, for {@code limit} at most; returns whether all have ended. */
  static boolean await(List<Hub> hubs, Duration limit) {
    Drain drain = new Drain(hubs);
    long begun = System.nanoTime();
    long most = Waiter.nanos(limit);
    Duration pause = LEAST_PAUSE;
    while (!drain.empty()) {
      long left = most - (System.nanoTime() - begun);
      if (left <= 0) {
        return false;
      }
      Duration rest = Duration.ofNanos(left);
      Hub.sleep(pause.compareTo(rest) < 0 ? pause : rest);
      pause = pause.compareTo(MOST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
    return true;
  }

  private boolean empty() {
    long first = work();
    return first != BUSY && first == work();
  }

  /** How much the hubs have done so far, if all are empty. */
  private long work() {
    long work = 0;
    for (Hub hub : hubs) {
      if (hub.closed()) {
        continue; // by somebody else, meanwhile
      }
      Loop loop = hub.loop();
      boolean nothingComes = loop.inbox().isEmpty(); // first: while asleep it takes nothing out
      if (!nothingComes || !loop.inbox().asleep() || loop.roster().live() > 0) {
        return BUSY;
      }
      work += loop.runs() + loop.counts().fromOutside;
    }
    return work;
  }
}
