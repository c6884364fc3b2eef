package greenloom.app.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A load from the beginning to the end: what each crew is told, and what all of them together have
 * met with.
 */
final class Course {
  private final LoadPlan plan;
  private final Period period;
  private final List<Round> rounds = new ArrayList<>();
  private final List<OpenLoop> loops = new ArrayList<>();
  private final @Nullable Schedule schedule;
  private final @Nullable Pacer pacer;
  private boolean stopped;

  /** One for so many crews that begins at {@code begin}, in the time of {@link System#nanoTime}. */
  Course(LoadPlan plan, int crews, long begin) {
    this.plan = plan;
    this.period = Period.of(plan, begin);
    this.schedule = plan.hasRate() ? Schedule.of(plan, period) : null;
    for (int i = 0; i < crews; i++) {
      rounds.add(new Round(pace(i, crews), new Counts(period)));
    }
    this.pacer = schedule == null ? null : new Pacer(schedule, loops);
  }

  private Pace pace(int index, int crews) {
    if (schedule == null) {
      return new ClosedLoop(period, share(plan.requests(), index, crews));
    }
    OpenLoop loop = new OpenLoop(period, schedule, schedule.first() + index, crews);
    loops.add(loop);
    return loop;
  }

  /** What falls to one of several if all get the same, and the first ones what is left over. */
  static long share(long whole, int index, int count) {
    return whole / count + (index < whole % count ? 1 : 0);
  }

  Period period() {
    return period;
  }

  /** What the crew of this number is told. */
  Round round(int index) {
    return rounds.get(index);
  }

  /** Begins to keep time. */
  void start() {
    if (pacer != null) {
      pacer.start();
    }
  }

  /** Lets no more requests begin. */
  void stop() {
    stopped = true;
    if (pacer != null) {
      pacer.stop();
    }
    rounds.forEach(round -> round.pace().stop());
  }

  // --- of the moment ---

  /** Requests that are done, those that warm up included. */
  long done() {
    return rounds.stream().mapToLong(round -> round.counts().doneNow()).sum();
  }

  long failed() {
    return rounds.stream().mapToLong(round -> round.counts().failedNow()).sum();
  }

  long bytes() {
    return rounds.stream().mapToLong(round -> round.counts().bytesNow()).sum();
  }

  /** How much is done at {@code now}: of the time or of the requests, whichever is more. */
  double share(long now) {
    double whole = period.end() - period.begin();
    double ofTime = Math.clamp((now - period.begin()) / whole, 0, 1);
    double ofRequests = (double) done() / plan.requests();
    return Math.min(1, Math.max(ofTime, ofRequests));
  }

  // --- in the end: all connections have ended ---

  /** What all have met with. */
  Counts counts() {
    Counts all = new Counts(period);
    rounds.forEach(round -> all.add(round.counts()));
    return all;
  }

  /** The time that counts. */
  Duration elapsed(Counts all) {
    boolean whole = !stopped && plan.duration() != null && plan.requests() == Long.MAX_VALUE;
    long end = whole ? period.end() : all.last();
    return Duration.ofNanos(Math.max(0, end - period.countFrom()));
  }

  /** How many of the schedule had to begin by {@code now} and never did. */
  long unsent(long now) {
    if (schedule == null) {
      return 0;
    }
    long begun = loops.stream().mapToLong(OpenLoop::begun).sum();
    return Math.max(0, schedule.due(now) - begun);
  }
}
