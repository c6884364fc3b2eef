package greenloom.hub;

import greenloom.jdk.GreenTask;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A scope whose body must let others run: at least once, or so often that it never keeps its hub
 * for longer than a limit. For tests, and for work that is done in small pieces. Green threads
 * only.
 */
public final class SwitchCheck {
  private SwitchCheck() {}

  /**
   * Runs {@code body}.
   *
   * @throws AssertionError if nobody else could run meanwhile
   */
  public static <T, X extends Exception> T call(Body<T, X> body) throws X {
    GreenThread me = green();
    long runs = me.hub().loop().runs();
    T value = body.run();
    if (runs == me.hub().loop().runs()) {
      throw new AssertionError(me.name() + " should have let others run, and has not waited once");
    }
    return value;
  }

  /**
   * Runs {@code body}, and takes the time between its waits.
   *
   * @throws AssertionError if it kept its hub for more than {@code limit} at a time
   */
  public static <T, X extends Exception> T call(Duration limit, Body<T, X> body) throws X {
    GreenThread me = green();
    Stretches stretches = new Stretches(me, Waiter.nanos(limit));
    me.hub().lookOn(stretches);
    T value;
    try {
      value = body.run();
    } finally {
      me.hub().lookAway(stretches);
      stretches.kept(System.nanoTime());
    }
    if (stretches.longest > stretches.limit) {
      throw new AssertionError(stretches.complaint());
    }
    return value;
  }

  private static GreenThread green() {
    GreenThread me = GreenThread.current();
    if (!me.green()) {
      throw new IllegalStateException(
          me.name() + " is not run by a hub: only a greenlet can keep one from the others");
    }
    return me;
  }

  /** The times from one wait of a thread to its next. */
  private static final class Stretches implements Onlooker {
    private final GreenThread thread;
    private final long limit;
    private boolean running = true;
    private long begin = System.nanoTime();
    private long longest;
    private @Nullable StackTraceElement where;

    Stretches(GreenThread thread, long limit) {
      this.thread = thread;
      this.limit = limit;
    }

    /** One is over. */
    private void kept(long end) {
      if (running && end - begin > longest) {
        longest = end - begin;
        boolean waits = Thread.currentThread() != thread.thread();
        where = waits && longest > limit ? Standing.userFrame(thread.thread()) : null;
      }
      running = false;
    }

    @Override
    public void begins(GreenTask task, long now) {
      kept(now); // the first stretch, of whose end nobody has told
      running = task == thread;
      begin = now;
    }

    @Override
    public void ran(GreenTask task, long from, long end) {
      kept(end);
    }

    @Override
    public void slept(long from, long end) {
      kept(from);
    }

    String complaint() {
      return thread.name()
          + " has kept hub "
          + thread.hub().name()
          + " for "
          + longest / 1_000_000
          + " ms without a wait, more than "
          + limit / 1_000_000
          + " ms, until "
          + (where == null ? "the end" : where);
    }
  }
}
