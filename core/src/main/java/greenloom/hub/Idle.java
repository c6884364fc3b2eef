package greenloom.hub;

import java.util.ArrayList;
import java.util.List;

/**
 * What a loop does when nobody is ready: wakes those who wait for that, finds out whether anything
 * can still happen, looks out for other threads and processes, sleeps. The hub's carrier only.
 */
final class Idle {
  private static final long FOREVER = Long.MAX_VALUE / 4;
  private static final int LOOKS = 32;

  private final Loop loop;
  private final Inbox inbox;
  private final Poller poller;
  private final Deadlock deadlock;
  private final LookOut threads = LookOut.forThreads();
  private final LookOut processes = LookOut.forProcesses();
  private final List<Waiter> quietWaiters = new ArrayList<>();
  private boolean answered; // by another process, since this was last looked at

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
    if (!lookOut(me, nanos)) {
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

  /** A channel has something for which a watcher has the loop look out. */
  void answered() {
    answered = true;
  }

  /** Looks for what others put or send, if that is likely to come soon; true if it has. */
  private boolean lookOut(Thread me, long nanos) {
    long limit = Math.min(nanos, Math.max(threads.nanos(), processes.nanos()));
    if (limit == 0) {
      return false;
    }
    answered = false;
    long begin = System.nanoTime();
    do {
      for (int n = 0; n < LOOKS; n++) {
        if (!inbox.isEmpty() || loop.mustLookUp(me)) {
          looked(true);
          return true;
        }
        Thread.onSpinWait();
      }
      loop.poll();
      if (loop.ready() > 0) {
        looked(false);
        return true;
      }
    } while (System.nanoTime() - begin < limit);
    threads.mistaken();
    processes.mistaken();
    return false;
  }

  private void looked(boolean byThread) {
    threads.looked(byThread);
    processes.looked(answered);
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
    answered = false;
    long begin = System.nanoTime();
    poller.sleep(nanos);
    long end = System.nanoTime();
    threads.slept(end - begin, !inbox.isEmpty());
    processes.slept(end - begin, answered);
    loop.slept(begin, end);
  }
}
