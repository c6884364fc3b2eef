package greenloom.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The green threads of a hub that have begun and not ended, newest first. The hub's carrier writes;
 * anybody may read, and sees them as they were at some moment, or nearly so.
 */
final class Roster {
  private static final int TRIES = 100;

  private static final VarHandle NEWEST;

  static {
    try {
      NEWEST = MethodHandles.lookup().findVarHandle(Roster.class, "newest", GreenThread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable GreenThread newest; // published by NEWEST: readers need no fence of ours
  private int live;
  private int peak;

  void add(GreenThread t) {
    GreenThread first = newest;
    t.listed = true;
    t.after = first;
    if (first != null) {
      first.before = t;
    }
    NEWEST.setRelease(this, t);
    live++;
    peak = Math.max(peak, live);
  }

  void remove(GreenThread t) {
    t.listed = false;
    GreenThread older = t.after;
    GreenThread newer = t.before;
    if (newer == null) {
      NEWEST.setRelease(this, older);
    } else {
      newer.after = older;
    }
    if (older != null) {
      older.before = newer;
    }
    t.before = null;
    t.after = null;
    live--;
  }

  List<GreenThread> threads() {
    for (int tries = 0; ; tries++) {
      List<GreenThread> found = new ArrayList<>();
      GreenThread t = (GreenThread) NEWEST.getAcquire(this);
      while (t != null && t.listed) {
        found.add(t);
        t = t.after;
      }
      if (t == null || tries == TRIES) {
        return found; // else one that ended under our hands led astray
      }
    }
  }

  /** Their threads, for thread dumps of the JDK. */
  Stream<Thread> members() {
    return threads().stream().map(GreenThread::namedThread);
  }

  int live() {
    return live;
  }

  int peak() {
    return peak;
  }
}
