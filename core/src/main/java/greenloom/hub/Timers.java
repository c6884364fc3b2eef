package greenloom.hub;

import org.jspecify.annotations.Nullable;

/**
 * The armed timers of a hub, soonest first, equal ones in the order they were armed. The hub's
 * carrier only.
 *
 * <p>A program uses few different durations, and timers of one duration are armed in the order in
 * which they are due. So a timer goes to the end of a <i>run</i>, a list in that order, if it is
 * due after the last one there: of the few runs to that with the latest such end, which keeps long
 * durations out of the runs of short ones. Then arming, cancelling and firing cost the same with a
 * million timers as with one. A timer that fits into no run goes to a heap. A run of a single timer
 * gives way to one that does not fit, so that a timer for tomorrow does not keep it from the
 * others.
 *
 * <p>That timers come in few durations, which deserve a list each, is how Node.js keeps them, too.
 */
final class Timers {
  private static final int RUNS = 4;

  private final Run[] runs = new Run[RUNS];
  private final TimerHeap heap = new TimerHeap();
  private @Nullable Timer first;
  private int size;
  private int ofJdk;
  private long armed;

  Timers() {
    for (int i = 0; i < RUNS; i++) {
      runs[i] = new Run();
    }
  }

  /** Puts {@code t} in, unless it was called off before. */
  void add(Timer t) {
    if (t.cancelled) {
      return;
    }
    t.order = armed++;
    size++;
    ofJdk += t.ofJdk ? 1 : 0;
    Timer soonest = first;
    if (soonest == null || t.before(soonest)) {
      first = t;
    }
    Run run = runFor(t);
    if (run == null) {
      heap.add(t);
    } else {
      run.append(t);
    }
  }

  /** The run that {@code t} goes to the end of; null if it fits nowhere. */
  private @Nullable Run runFor(Timer t) {
    Run best = null;
    Run free = null;
    for (Run run : runs) {
      Timer last = run.last;
      if (last == null) {
        free = run;
      } else if (!t.before(last)) {
        best = best == null || best.endsBefore(last) ? run : best;
      } else if (free == null && last == run.first) {
        free = run;
      }
    }
    if (best != null || free == null) {
      return best;
    }
    Timer alone = free.first;
    if (alone != null) {
      free.remove(alone);
      heap.add(alone);
    }
    return free;
  }

  /** The soonest timer, or null. */
  @Nullable Timer first() {
    return first;
  }

  /** Takes {@code t} out; does nothing if it is not in. */
  void remove(Timer t) {
    Run run = t.run;
    if (run != null) {
      run.remove(t);
    } else if (!heap.remove(t)) {
      return;
    }
    size--;
    ofJdk -= t.ofJdk ? 1 : 0;
    if (t == first) {
      first = soonest();
    }
  }

  private @Nullable Timer soonest() {
    Timer soonest = heap.first();
    for (Run run : runs) {
      Timer t = run.first;
      if (t != null && (soonest == null || t.before(soonest))) {
        soonest = t;
      }
    }
    return soonest;
  }

  int size() {
    return size;
  }

  /** How many of them are timed waits of the JDK. */
  int ofJdk() {
    return ofJdk;
  }

  /** How many were ever armed. */
  long armed() {
    return armed;
  }

  /** How many stand in the heap, for tests. */
  int inHeap() {
    return heap.size();
  }

  /** Timers in the order in which they are due. */
  static final class Run {
    @Nullable Timer first;
    @Nullable Timer last;

    /** Whether the last one is due before {@code t}. */
    boolean endsBefore(Timer t) {
      Timer end = last;
      return end == null || end.before(t);
    }

    void append(Timer t) {
      Timer end = last;
      t.run = this;
      t.sooner = end;
      if (end == null) {
        first = t;
      } else {
        end.later = t;
      }
      last = t;
    }

    void remove(Timer t) {
      Timer sooner = t.sooner;
      Timer later = t.later;
      if (sooner == null) {
        first = later;
      } else {
        sooner.later = later;
      }
      if (later == null) {
        last = sooner;
      } else {
        later.sooner = sooner;
      }
      t.run = null;
      t.sooner = null;
      t.later = null;
    }
  }
}
