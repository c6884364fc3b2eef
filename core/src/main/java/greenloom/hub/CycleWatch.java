package greenloom.hub;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks now and then whether green threads of one hub wait for each other in a circle, and says so
 * once. The watchdog only.
 *
 * <p>It speaks of a circle that it has seen twice. It rests fifty times as long as a look took, and
 * a second at least.
 */
final class CycleWatch {
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int RESTS = 50;

  private final Set<GreenThread> told = Collections.newSetFromMap(new WeakHashMap<>());
  private List<List<GreenThread>> seen = List.of();
  private long next;
  private boolean begun;

  void look(Hub hub) {
    long before = System.nanoTime();
    if (begun && before - next < 0) {
      return;
    }
    try {
      lookNow(hub);
    } catch (RuntimeException | StackOverflowError e) { // of somebody's toString
      seen = List.of();
    }
    long after = System.nanoTime();
    next = after + Math.max(REST_NANOS, RESTS * (after - before));
    begun = true;
  }

  private void lookNow(Hub hub) {
    List<List<GreenThread>> now = new ArrayList<>();
    for (DeadlockCycle circle : WaitGraph.circles(hub)) {
      now.add(circle.threads());
      if (seen.contains(circle.threads()) && told.addAll(circle.threads())) {
        tell(hub, circle);
      }
    }
    seen = now;
  }

  private static void tell(Hub hub, DeadlockCycle circle) {
    System.getLogger("greenloom")
        .log(Level.WARNING, "deadlock on hub " + hub.name() + ": " + circle);
  }
}
