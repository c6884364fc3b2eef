package greenloom.hub;

import java.util.ArrayList;
import java.util.List;

/**
 * What a loop does when nobody is ready: wakes those who wait for that, finds out whether anything
 * can still happen, looks out for other threads, sleeps. The hub's carrier only.
 */
final class Idle {
  private static final long FOREVER = Long.MAX_VALUE / 4;
  private static final int LOOKS = 32;

  private final Loop loop;
  private final Inbox inbox;
  private final Poller poller;
  private final Deadlock deadlock;
  private final LookOut lookOut = LookOut.here();
  private final List<Waiter> quietWaiters = new ArrayList<>();

  Idle(Loop loop, Inbox inbox, Poller poller) {
    this.loop = loop;
    this.inbox = inbox;
    this.poller = poller;
    this.deadlock = new Deadlock(loop.hub(), loop);
  }

  /** Finds out again whether anything can still happen, although nobody has run. */
  void lookAgain() {
    deadlock.lookAgain();
  }

  /** Calls {@code w} when nobody is ready any more. */
  void whenQuiet(Waiter w) {
    quietWaiters.add(w);
  }

  /** Returns when there may be something to do; true if it has looked out or slept until then. */
  boolean rest(Thread me) {
    if (!quietWaiters.isEmpty()) {
      quiet();
      return false;
    }
    if (loop.mustEnd(me) || deadlock.found(loop.timers().size() + poller.waits(), loop.runs())) {
      return false;
    }
    long nanos = Math.min(untilTimer(), Math.min(loop.untilEnd(me), deadlock.patience()));
    if (nanos <= 0) {
      return false;
    }
    if (!lookOut.due() || !lookOut(me, nanos)) {
      sleep(me, nanos);
    }
    return true;
  }

  private void quiet() {
    loop.poll();
    if (loop.ready() == 0) {
      List<Waiter> woken = List.copyOf(quietWaiters);
      quietWaiters.clear();
      woken.forEach(w -> w.wake(null));
    }
  }

  private long untilTimer() {
    Timer next = loop.timers().first();
    return next == null
        ? FOREVER
        : loop.hub().clock().nanosToSleep(next.when, this::onlyTimersCanWake);
  }

  private boolean onlyTimersCanWake() {
    return loop.timers().ofJdk() == 0 && deadlock.closed();
  }

  /** Looks for what other threads put, and for sockets in between; true if there is something. */
  private boolean lookOut(Thread me, long nanos) {
    long begin = System.nanoTime();
    long limit = Math.min(nanos, LookOut.NANOS);
    do {
      for (int n = 0; n < LOOKS; n++) {
        if (!inbox.isEmpty() || loop.mustLookUp(me)) {
          lookOut.seen();
          return true;
        }
        Thread.onSpinWait();
      }
      loop.poll();
      if (loop.ready() > 0) {
        lookOut.over();
        return true;
      }
    } while (System.nanoTime() - begin < limit);
    lookOut.mistaken();
    return false;
  }

  private void sleep(Thread me, long nanos) {
    inbox.asleep(true);
    try {
      if (inbox.isEmpty() && !loop.mustLookUp(me)) {
        sleep(nanos);
        Thread.interrupted(); // a root's interrupt is noted already; others would not let us sleep
      }
    } finally {
      inbox.asleep(false);
    }
  }

  private void sleep(long nanos) {
    long begin = System.nanoTime();
    poller.sleep(nanos);
    long end = System.nanoTime();
    lookOut.slept(end - begin, !inbox.isEmpty());
    loop.slept(begin, end);
  }
}
