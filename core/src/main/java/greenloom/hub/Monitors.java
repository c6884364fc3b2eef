package greenloom.hub;

import greenloom.jdk.GreenThreads;
import greenloom.jdk.ThreadPhase;
import org.jspecify.annotations.Nullable;

/**
 * The green threads of a hub that stand at monitors, and the short way on for them. The hub's
 * carrier only.
 *
 * <p>When a green thread has to wait for a {@code synchronized} block, or has been notified in
 * {@code Object.wait}, the JDK has one thread for all, the <i>unblocker</i>, that lets it go on:
 * the monitor's owner chooses an heir when it lets go, puts it on a list, and wakes the unblocker,
 * which submits it. Between two green threads of one hub that is twice from one processor to
 * another. So the hub looks itself, once a turn and after every 16 runs: a thread that is blocked
 * and has been chosen is made ready.
 *
 * <pre>
 *   state             chosen  who changes it next             the hub
 *   BLOCKED           no      an owner that lets go           waits
 *   BLOCKED           yes     the hub or the unblocker        to UNBLOCKED, queues it, if it has a
 *                                                             try left
 *   WAIT, TIMED_WAIT  either  notify: to BLOCKED; interrupt,  waits
 *                             kill, time: to UNBLOCKED
 *   UNBLOCKED         either  its next run                    nothing: who changed it has queued it
 *   RUNNING           either  it: gets the monitor and is     not on the list
 *                             done, or is BLOCKED again
 * </pre>
 *
 * <p>Why that is no harm, whatever else goes on:
 *
 * <ul>
 *   <li>Being unblocked is no permission, but a try: in its run the thread takes the monitor if it
 *       is free, and is blocked again if not. Who owns a monitor the virtual machine alone decides.
 *   <li>Being chosen lasts until the unblocker has come to it, whatever the thread does meanwhile.
 *       So the unblocker itself may come to a thread that has long had its monitor and stands at
 *       another one, or in the middle of a notify. All the hub does is what the unblocker is about
 *       to do, sooner. And the unblocker still comes: nothing depends on what the hub does or
 *       leaves, so it may look at a few only, give up, sleep, or be in other hands.
 *   <li>A compare-and-set from BLOCKED decides who queues the thread, so it is queued once. The hub
 *       never touches WAIT and TIMED_WAIT: nobody returns from a wait without a reason, and an
 *       interrupt, a kill or the timer finds the wait as it was. A timer that is still armed when
 *       the notified thread runs is cancelled by that run, as always.
 *   <li>BLOCKED means that the thread has left its carrier. That holds when the owner is a platform
 *       thread or on another hub; such an owner does not wake a hub that sleeps, the unblocker
 *       does. A thread that is pinned at a monitor never becomes BLOCKED, and one that runs beside
 *       its hub after a seizure is not on the list, or is BLOCKED as any other.
 *   <li>The list goes with the baton, as all that is the carrier's. A thread is taken off before it
 *       runs, and put on after, by what is true then.
 * </ul>
 *
 * <p>Because being chosen lasts, it may be over in truth, and the try in vain: the monitor was
 * taken by another, or the thread stands at the next one already. So tries are counted: after two
 * in vain the thread is left to the unblocker, until it was chosen anew or has got what it waited
 * for. With the unblocker's own that makes three wake-ups at most for one hand-over. A thread that
 * gets one monitor and is blocked at the next in the same run seems to have tried in vain; that
 * costs speed only.
 *
 * <p>Of many threads the hub looks at the 32 that came first and the 32 that came last, of those
 * that enter and of those that wait. A monitor goes to who waits for it longest; where monitors are
 * passed around fast, it is between those that came last. Thousands do not make the turns longer.
 */
final class Monitors {
  private static final int LOOKED_AT = 32;
  private static final int TRIES = 2;

  /** The place of one green thread in the list, kept for the next time. */
  static final class Place {
    final GreenThread thread;
    @Nullable Place older;
    @Nullable Place newer;
    private @Nullable Line line; // null while it is not listed
    boolean woken; // its present run, or its last, began at a monitor
    int tries;

    Place(GreenThread thread) {
      this.thread = thread;
    }
  }

  /** Those that came to stand at monitors, in the order in which they came. */
  private static final class Line {
    @Nullable Place oldest;
    @Nullable Place newest;
    int size;

    void add(Place p) {
      p.line = this;
      p.older = newest;
      if (newest == null) {
        oldest = p;
      } else {
        newest.newer = p;
      }
      newest = p;
      size++;
    }

    void remove(Place p) {
      if (p.newer == null) {
        newest = p.older;
      } else {
        p.newer.older = p.older;
      }
      if (p.older == null) {
        oldest = p.newer;
      } else {
        p.older.newer = p.newer;
      }
      p.line = null;
      p.older = null;
      p.newer = null;
      size--;
    }
  }

  private final RunQueue ready;
  private final boolean on;
  private final Line entering = new Line();
  private final Line waiting = new Line();
  private int listed;
  private long wakeups;
  private long unblocked;
  private long handOvers;

  Monitors(RunQueue ready, boolean on) {
    this.ready = ready;
    this.on = on;
  }

  /** Makes those ready that have been chosen. */
  void handOver() {
    if (listed > 0) {
      look(entering);
      look(waiting);
    }
  }

  private void look(Line line) {
    int first = Math.min(line.size, LOOKED_AT);
    int last = Math.min(line.size - first, LOOKED_AT);
    for (Place p = line.oldest; p != null && first > 0; p = p.newer, first--) {
      look(p);
    }
    for (Place p = line.newest; p != null && last > 0; p = p.older, last--) {
      look(p);
    }
  }

  private void look(Place p) {
    Thread t = p.thread.thread();
    if (!GreenThreads.heir(t)) {
      p.tries = 0;
    } else if (p.tries < TRIES && GreenThreads.unblock(t)) {
      p.tries++;
      unblocked++;
      ready.add(p.thread);
    }
  }

  void beforeRun(GreenThread t) {
    Place p = t.atMonitor;
    if (p != null && p.line != null) {
      p.line.remove(p);
      listed--;
    }
    boolean woken = GreenThreads.phase(t.thread()) == ThreadPhase.MONITOR_RETRY;
    if (woken) {
      wakeups++;
      p = place(t);
    }
    if (p != null) {
      p.woken = woken;
    }
  }

  void afterRun(GreenThread t) {
    ThreadPhase phase = GreenThreads.phase(t.thread());
    Place p = t.atMonitor;
    if (p != null) {
      judge(p, phase == ThreadPhase.MONITOR_ENTER || phase == ThreadPhase.MONITOR_RETRY);
    }
    if (on && phase == ThreadPhase.MONITOR_ENTER) {
      add(place(t), entering);
    } else if (on && phase == ThreadPhase.MONITOR_WAIT) {
      add(place(t), waiting);
    }
  }

  private void judge(Place p, boolean blocked) {
    if (!p.woken) {
      p.tries = 0; // what blocks it now is another thing
    } else if (!blocked) {
      p.tries = 0;
      handOvers++;
    }
    p.woken = false;
  }

  private static Place place(GreenThread t) {
    Place p = t.atMonitor;
    if (p == null) {
      p = new Place(t);
      t.atMonitor = p;
    }
    return p;
  }

  private void add(Place p, Line line) {
    if (p.line == null) {
      line.add(p);
      listed++;
    }
  }

  long wakeups() {
    return wakeups;
  }

  long handOvers() {
    return handOvers;
  }

  long unblocked() {
    return unblocked;
  }
}
