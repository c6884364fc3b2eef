package greenloom.hub;

import greenloom.jdk.GreenTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Those who look on while a loop works, and the times of runs, which are taken for them only.
 * Without one the loop knows of nobody, and asks that once a run. The hub's carrier only.
 */
final class Onlookers implements Onlooker {
  private final Loop loop;
  private List<Onlooker> all = List.of(); // replaced as a whole: one may leave when told

  Onlookers(Loop loop) {
    this.loop = loop;
  }

  /** Those with {@code one} more. */
  static Onlookers with(@Nullable Onlookers some, Loop loop, Onlooker one) {
    Onlookers result = some == null ? new Onlookers(loop) : some;
    List<Onlooker> more = new ArrayList<>(result.all);
    more.add(one);
    result.all = List.copyOf(more);
    return result;
  }

  /** Those without {@code one}; null if nobody is left. */
  static @Nullable Onlookers without(@Nullable Onlookers some, Onlooker one) {
    if (some == null) {
      return null;
    }
    some.all = some.all.stream().filter(o -> o != one).toList();
    return some.all.isEmpty() ? null : some;
  }

  /** Runs {@code task} and tells. What comes out of it comes out here. */
  void run(GreenTask task) {
    long begin = System.nanoTime();
    begins(task, begin);
    try {
      task.run();
    } finally {
      long end = System.nanoTime();
      if (loop.baton().mine()) {
        ran(task, begin, end);
      } else { // the watchdog took the hub: it is another carrier's now
        loop.put(() -> ran(task, begin, end));
      }
    }
  }

  @Override
  public void ready(GreenTask task) {
    all.forEach(o -> o.ready(task));
  }

  @Override
  public void begins(GreenTask task, long now) {
    all.forEach(o -> o.begins(task, now));
  }

  @Override
  public void ran(GreenTask task, long begin, long end) {
    loop.counts().slices.add(end - begin);
    all.forEach(o -> o.ran(task, begin, end));
  }

  @Override
  public void slept(long begin, long end) {
    all.forEach(o -> o.slept(begin, end));
  }

  @Override
  public void queued(long nanos) {
    all.forEach(o -> o.queued(nanos));
  }
}
