package greenloom.app.load;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One load from the first connection to the result: the hubs, each with a crew of connections. For
 * the greenlets of one other hub.
 */
public final class LoadRun implements AutoCloseable {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  /** What was done at a time. */
  private record Sample(long time, long done, long bytes) {}

  private final LoadPlan plan;
  private final Hubs hubs;
  private final List<Crew> crews = new ArrayList<>();
  private final Deque<Sample> lately = new ArrayDeque<>();
  private @Nullable Course course;
  private boolean stopped;
  private long cpu;

  /** Starts the hubs, whose connections begin to connect. Does not wait for them. */
  public LoadRun(LoadPlan plan, Connector connector, Protocol protocol) {
    this.plan = plan;
    int count = Math.min(plan.hubs(), plan.connections());
    for (int i = 0; i < count; i++) {
      int size = (int) Course.share(plan.connections(), i, count);
      crews.add(new Crew(plan, connector, protocol, size));
    }
    hubs = Hub.setup("load").start(count);
    for (int i = 0; i < count; i++) {
      crews.get(i).start(hubs.members().get(i));
    }
  }

  /** Waits until all have tried to connect, lets them ask, and waits for the end. */
  public LoadResult await() {
    awaitConnected();
    Course mine = new Course(plan, crews.size(), System.nanoTime());
    course = mine;
    if (stopped) {
      mine.stop();
    }
    for (int i = 0; i < crews.size(); i++) {
      crews.get(i).begin(mine.round(i));
    }
    mine.start();
    Greenlet<Void> clerk = spawn(this::noteCpuWhenItCounts);
    List<Greenlet<Void>> greenlets = crews.stream().flatMap(c -> c.greenlets().stream()).toList();
    joinAll(greenlets);
    clerk.kill();
    greenlets.forEach(LoadRun::mustNotHaveFailed);
    return result(mine);
  }

  /** At most for the time limit of one; what takes longer connects when it has begun. */
  private void awaitConnected() {
    long deadline = System.nanoTime() + plan.timeout().toNanos();
    for (Crew crew : crews) {
      crew.awaitReady(Duration.ofNanos(deadline - System.nanoTime()));
    }
  }

  private void noteCpuWhenItCounts() {
    cpu = SYSTEM.getProcessCpuTime();
    sleep(plan.warmUp());
    cpu = SYSTEM.getProcessCpuTime();
  }

  /** A failed request is counted; anything else is a fault of this program. */
  private static void mustNotHaveFailed(Greenlet<Void> connection) {
    if (connection.exception() != null) {
      connection.get();
    }
  }

  private LoadResult result(Course mine) {
    Counts all = mine.counts();
    long now = System.nanoTime();
    return LoadResult.of(
        all,
        mine.elapsed(all),
        mine.unsent(now),
        crews.stream().mapToLong(Crew::openedSoFar).sum(),
        Duration.ofNanos(SYSTEM.getProcessCpuTime() - cpu));
  }

  /** Lets no more requests begin; those that have may finish. */
  public void stop() {
    stopped = true;
    crews.forEach(Crew::giveUpWaiting);
    if (course != null) {
      course.stop();
    }
  }

  /** Ends what still goes on, which then counts for nothing. Waits for that. */
  public void cutOff() {
    hubs.close();
  }

  @Override
  public void close() {
    cutOff();
  }

  /** How far it is; to be asked many times a second. */
  public LoadProgress progress() {
    Course mine = course;
    long open = crews.stream().mapToLong(Crew::open).sum();
    if (mine == null) {
      return new LoadProgress(0, 0, 0, 0, 0, open, Duration.ZERO);
    }
    long now = System.nanoTime();
    Sample sample = new Sample(now, mine.done(), mine.bytes());
    lately.addLast(sample);
    while (now - lately.getFirst().time > SECOND) {
      lately.removeFirst();
    }
    Sample first = lately.getFirst();
    long nanos = Math.max(1, now - first.time);
    return new LoadProgress(
        mine.share(now),
        sample.done,
        mine.failed(),
        perSecond(sample.done - first.done, nanos),
        perSecond(sample.bytes - first.bytes, nanos),
        open,
        Duration.ofNanos(now - mine.period().begin()));
  }

  private static long perSecond(long n, long nanos) {
    return Math.round((double) n * SECOND / nanos);
  }
}
