package greenloom.hub;

import greenloom.jdk.GreenThreads;
import greenloom.jdk.ThreadLocks;
import greenloom.jdk.ThreadPhase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom, as far as that is one thread: for the end of a greenlet, for the owner of a
 * lock of ours or of the JDK's, for the owner of a monitor. Looked at from any thread, while the
 * others run; a circle in it is a deadlock, also if the hub is busy with others.
 *
 * <p>Why a circle that is found is none of two moments: each wait of a circle is looked at twice,
 * all of them once before any of them is looked at again, and must be the same. So at some moment
 * in between all of them stood. A {@link Waiter} is used once, so the same one means the same wait.
 * A lock of the JDK might have been given back and taken again in between; but then its owner was
 * not waiting for the next in the circle all the time, and would have to stand there again by
 * chance.
 *
 * <p>Waits that end by themselves are left out: those with a limit, those inside of a scope with
 * one, and those of threads that have a signal coming.
 */
final class WaitGraph {
  /** Of more threads than this nobody is asked for monitors, which takes a snapshot of each. */
  private static final int MOST_SNAPSHOTS = 1_000;

  /**
   * One thread that waits, and whom it waits for; {@code by} is what tells this wait from others.
   */
  record Edge(GreenThread from, Object by, String what, GreenThread to) {
    boolean same(@Nullable Edge other) {
      return other != null && other.by == by && other.to == to;
    }
  }

  private final Hub hub;
  private final List<GreenThread> threads;
  private final Map<GreenThread, Edge> edges = new HashMap<>();
  private @Nullable IdentityHashMap<Object, GreenThread> monitors; // looked for at first need

  private WaitGraph(Hub hub) {
    this.hub = hub;
    this.threads = hub.threads();
  }

  /** Finds the circles that threads of {@code hub} stand in. */
  static List<DeadlockCycle> circles(Hub hub) {
    WaitGraph graph = new WaitGraph(hub);
    return graph.circles().stream().filter(graph::stillSo).map(CyclePicture::of).toList();
  }

  private List<List<Edge>> circles() {
    List<List<Edge>> found = new ArrayList<>();
    Set<GreenThread> seen = new HashSet<>();
    for (GreenThread start : threads) {
      Set<GreenThread> path = new HashSet<>();
      GreenThread at = start;
      Edge e = null;
      while (at != null && !seen.contains(at) && path.add(at)) {
        e = edge(at);
        if (e != null) {
          edges.put(at, e);
        }
        at = e == null ? null : e.to;
      }
      if (at != null && path.contains(at) && !seen.contains(at)) {
        found.add(circleFrom(at));
      }
      seen.addAll(path);
    }
    return found;
  }

  private List<Edge> circleFrom(GreenThread first) {
    List<Edge> circle = new ArrayList<>();
    GreenThread at = first;
    do {
      Edge e = edges.get(at);
      if (e == null) {
        return List.of();
      }
      circle.add(e);
      at = e.to;
    } while (at != first);
    return fromTheOldest(circle);
  }

  /** Turned so that the same circle always begins with the same thread. */
  private static List<Edge> fromTheOldest(List<Edge> circle) {
    int oldest = 0;
    for (int i = 1; i < circle.size(); i++) {
      oldest = number(circle.get(i)) < number(circle.get(oldest)) ? i : oldest;
    }
    Collections.rotate(circle, -oldest);
    return circle;
  }

  private static long number(Edge e) {
    return e.from.thread().threadId();
  }

  /** Looks a second time. */
  private boolean stillSo(List<Edge> circle) {
    monitors = null;
    return !circle.isEmpty()
        && circle.stream().allMatch(e -> e.same(edge(e.from)))
        && circle.stream().noneMatch(e -> endsByItself(e.from));
  }

  private static boolean endsByItself(GreenThread t) {
    return t.hasSignals()
        || Arrays.stream(t.thread().getStackTrace())
            .anyMatch(f -> f.getClassName().equals(TimeLimit.class.getName()));
  }

  private @Nullable Edge edge(GreenThread t) {
    Waiter w = t.waiting();
    if (w != null) {
      GreenThread to = w.endless() && w.on() instanceof Owned o ? o.owner() : null;
      return to == null ? null : new Edge(t, w, w.toString(), to);
    }
    if (!t.green()) {
      return null;
    }
    return switch (GreenThreads.phase(t.thread())) {
      case PARKED, PINNED -> atLock(t);
      case MONITOR_ENTER, MONITOR_RETRY -> atMonitor(t);
      default -> null;
    };
  }

  private @Nullable Edge atLock(GreenThread t) {
    Object blocker = LockSupport.getBlocker(t.thread());
    if (!(blocker instanceof AbstractOwnableSynchronizer lock)
        || t.thread().getState() != Thread.State.WAITING) {
      return null;
    }
    Thread owner = GreenThreads.owner(lock);
    GreenThread to = owner == null ? null : record(owner);
    return to == null ? null : new Edge(t, lock, "lock of " + Standing.lock(lock), to);
  }

  private @Nullable Edge atMonitor(GreenThread t) {
    Object monitor = GreenThreads.locks(t.thread()).entering();
    if (monitor == null) {
      return null;
    }
    GreenThread to = monitors().get(monitor);
    return to == null ? null : new Edge(t, monitor, "monitor of " + Standing.lock(monitor), to);
  }

  private IdentityHashMap<Object, GreenThread> monitors() {
    IdentityHashMap<Object, GreenThread> owners = monitors;
    if (owners == null) {
      owners = new IdentityHashMap<>();
      monitors = owners;
      if (threads.size() <= MOST_SNAPSHOTS) {
        for (GreenThread t : threads) {
          note(t, owners);
        }
        note(hub.root(), owners);
      }
    }
    return owners;
  }

  private static void note(GreenThread t, IdentityHashMap<Object, GreenThread> owners) {
    ThreadLocks locks = GreenThreads.locks(t.thread());
    locks.held().forEach(monitor -> owners.put(monitor, t));
  }

  private @Nullable GreenThread record(Thread thread) {
    if (thread == hub.home()) {
      return hub.root();
    }
    return GreenThreads.taskOf(thread) instanceof GreenThread g
            && GreenThreads.phase(thread) != ThreadPhase.TERMINATED
        ? g
        : null;
  }
}
