package greenloom;

import greenloom.hub.Awaitable;
import greenloom.hub.Body;
import greenloom.hub.GreenThread;
import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import greenloom.hub.NoSwitch;
import greenloom.hub.SwitchCheck;
import greenloom.hub.TimeLimit;
import greenloom.hub.TimeoutExpired;
import greenloom.hub.VoidBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The everyday words, to be imported statically.
 *
 * <p>On a platform thread they use that thread's own hub, which runs while they wait. Inside a
 * greenlet they use its hub. On a virtual thread of the JDK's scheduler they use one hub in the
 * background. Words that wait let a kill or a time limit of the caller out, and an interrupt as a
 * {@link java.util.concurrent.CancellationException}.
 */
public final class Greenloom {
  private Greenloom() {}

  // --- a program ---

  /**
   * Runs {@code main} as a greenlet of this thread's hub and returns when it has ended. Inside of
   * it every wait of the JDK switches; outside, on a bare platform thread, only the words of this
   * class let greenlets run.
   */
  public static void run(Action main) {
    Greenlet<?> greenlet = spawn(main);
    greenlet.delivered().get();
  }

  /** The same, and returns the value of {@code main}. */
  public static <T> T call(Callable<T> main) {
    Greenlet<T> greenlet = spawn(main);
    return greenlet.delivered().get();
  }

  // --- starting ---

  /** Starts a greenlet. It never runs before the caller waits; first spawned, first run. */
  public static <T> Greenlet<T> spawn(Callable<? extends T> body) {
    Greenlet<T> greenlet = new Greenlet<>(Hub.current(), body);
    greenlet.start();
    return greenlet;
  }

  /** Starts a greenlet that gives nothing. */
  public static Greenlet<Void> spawn(Action body) {
    return spawn(new ActionBody(body));
  }

  /** Starts a greenlet on another hub. */
  public static <T> Greenlet<T> spawnOn(Hub hub, Callable<? extends T> body) {
    Greenlet<T> greenlet = new Greenlet<>(hub, body);
    if (hub != Hub.current()) {
      greenlet.shared();
    }
    greenlet.start();
    return greenlet;
  }

  /** Starts a greenlet that gives nothing on another hub. */
  public static Greenlet<Void> spawnOn(Hub hub, Action body) {
    return spawnOn(hub, new ActionBody(body));
  }

  /** Starts a greenlet on the hub of {@code hubs} that is next; see {@link Hubs#next}. */
  public static <T> Greenlet<T> spawnOn(Hubs hubs, Callable<? extends T> body) {
    return spawnOn(hubs.next(), body);
  }

  /** Starts a greenlet that gives nothing on the hub of {@code hubs} that is next. */
  public static Greenlet<Void> spawnOn(Hubs hubs, Action body) {
    return spawnOn(hubs.next(), body);
  }

  /**
   * Runs {@code body} in a greenlet of another hub, where its data is, and waits for its value.
   * Failures are thrown as by {@link Greenlet#get}, and not reported. A kill, a time limit or an
   * interrupt of the caller kills the greenlet and is not held up by it.
   */
  public static <T> T callOn(Hub hub, Callable<? extends T> body) {
    Greenlet<T> greenlet = new Greenlet<T>(hub, body).shared().delivered();
    greenlet.start();
    try {
      return greenlet.get();
    } finally {
      greenlet.killSoon(); // does nothing if it has ended
    }
  }

  /** The same for a body that gives nothing. */
  public static void runOn(Hub hub, Action body) {
    Greenloom.<@Nullable Void>callOn(hub, new ActionBody(body));
  }

  /** Starts a greenlet after {@code delay}. Killed before that, it never runs. */
  public static <T> Greenlet<T> spawnLater(Duration delay, Callable<? extends T> body) {
    Greenlet<T> greenlet = new Greenlet<>(Hub.current(), body);
    greenlet.startLater(delay);
    return greenlet;
  }

  /** Starts a greenlet that gives nothing after {@code delay}. */
  public static Greenlet<Void> spawnLater(Duration delay, Action body) {
    return spawnLater(delay, new ActionBody(body));
  }

  /**
   * Starts a greenlet that runs {@code body} at once, and again each {@code period} from its
   * beginning on, until it is killed or fails. It never runs beside itself: a time that comes while
   * it runs is left out, and it runs at the next one.
   *
   * @param period more than 0
   */
  public static Greenlet<Void> spawnEvery(Duration period, Action body) {
    if (!period.isPositive()) {
      throw new IllegalArgumentException("a period has to be longer than nothing, not " + period);
    }
    return spawn(new Periodic(period, body));
  }

  // --- waiting ---

  /** Waits {@code d}; nothing or less lets the others run once. */
  public static void sleep(Duration d) {
    Hub.sleep(d);
  }

  /** Goes to the back of the ready queue, so that all who are ready run first. */
  public static void yieldNow() {
    Hub.yieldNow();
  }

  /** Waits until all have ended, however they end. */
  public static void joinAll(Greenlet<?>... greenlets) {
    joinAll(List.of(greenlets));
  }

  /** Waits until all have ended, however they end. */
  public static void joinAll(Collection<? extends Greenlet<?>> greenlets) {
    greenlets.forEach(Greenlet::delivered);
    greenlets.forEach(Greenlet::join);
  }

  /** Waits until all have ended, at most {@code limit}; returns whether they have. */
  public static boolean joinAll(Collection<? extends Greenlet<?>> greenlets, Duration limit) {
    Body<Boolean, RuntimeException> join =
        () -> {
          joinAll(greenlets);
          return true;
        };
    return withTimeout(limit, join, false) || greenlets.stream().allMatch(Greenlet::ready);
  }

  /** Waits until all have ended or one has failed, and throws its failure; the others live on. */
  public static void joinAllOrThrow(Collection<? extends Greenlet<?>> greenlets) {
    for (Greenlet<?> g : inCompletionOrder(greenlets)) {
      if (g.exception() != null) {
        g.get();
      }
    }
  }

  /**
   * Returns the things in the order they become ready, those that are ready already first. The loop
   * over them waits for the next; leaving it early leaves no link behind. Each wait links all that
   * are still open, so for many thousands of things use a queue instead.
   */
  public static <A extends Awaitable> Iterable<A> inCompletionOrder(
      Collection<? extends A> things) {
    return () -> new Completions<A>(things);
  }

  /**
   * Waits until {@code count} of the things are ready, or {@code limit} has passed.
   *
   * @param limit null for none
   * @return those that are ready, in the order they became so; fewer than {@code count} only when
   *     the limit has passed or there are no more
   */
  public static <A extends Awaitable> List<A> waitAny(
      Collection<? extends A> things, int count, @Nullable Duration limit) {
    List<A> ready = new ArrayList<>();
    Completions<A> completions = new Completions<>(things);
    Body<List<A>, RuntimeException> collect =
        () -> {
          while (ready.size() < count && completions.hasNext()) {
            ready.add(completions.next());
          }
          return ready;
        };
    return limit == null ? collect.run() : withTimeout(limit, collect, ready);
  }

  /** Kills all, then waits until they have ended; the caller, if it is one of them, comes last. */
  public static void killAll(Collection<? extends Greenlet<?>> greenlets) {
    greenlets.forEach(Greenlet::killSoon);
    Greenlet<?> me = Greenlet.current().orElse(null);
    joinAll(greenlets.stream().filter(g -> g != me).toList());
    if (me != null && greenlets.contains(me)) {
      yieldNow(); // its own signal comes out of here, if not out of the join
    }
  }

  // --- scopes ---

  /**
   * Runs {@code body} and gives it {@code d}.
   *
   * @throws TimeoutExpired when the time was up before the body had ended
   */
  public static <T, X extends Exception> T withTimeout(Duration d, Body<T, X> body) throws X {
    return TimeLimit.call(d, body);
  }

  /** The same for a body that gives nothing. */
  public static <X extends Exception> void withTimeout(Duration d, VoidBody<X> body) throws X {
    TimeLimit.call(d, body.asBody());
  }

  /** Runs {@code body}; gives {@code otherwise} when its time is up. */
  public static <T, X extends Exception> T withTimeout(Duration d, Body<T, X> body, T otherwise)
      throws X {
    TimeoutExpired[] mine = new TimeoutExpired[1];
    try {
      return TimeLimit.call(d, body, mine);
    } catch (TimeoutExpired e) {
      if (e == mine[0]) {
        return otherwise;
      }
      throw e;
    }
  }

  /**
   * Runs {@code body} on a native thread of the hub's pool while the caller waits: for files,
   * native code and long computations. A kill ends the wait; the job runs to its end and its result
   * is dropped.
   */
  public static <T, X extends Exception> T blocking(Body<T, X> body) throws X {
    return ThreadPool.ofHub().apply(body);
  }

  /** The same for a body that gives nothing. */
  public static <X extends Exception> void blocking(VoidBody<X> body) throws X {
    ThreadPool.ofHub().apply(body.asBody());
  }

  /** Runs {@code body}; kills and time limits from outside of it come only when it has ended. */
  public static <T, X extends Exception> T shield(Body<T, X> body) throws X {
    return GreenThread.shield(body);
  }

  /** The same for a body that gives nothing. */
  public static <X extends Exception> void shield(VoidBody<X> body) throws X {
    GreenThread.shield(body.asBody());
  }

  /**
   * Runs {@code body}, in which nobody else of this hub runs: a wait is an error that names it. See
   * {@link NoSwitch}.
   *
   * @throws IllegalStateException if it had to wait
   */
  public static <T, X extends Exception> T noSwitch(Body<T, X> body) throws X {
    return NoSwitch.call(body);
  }

  /** The same for a body that gives nothing. */
  public static <X extends Exception> void noSwitch(VoidBody<X> body) throws X {
    NoSwitch.call(body.asBody());
  }

  /**
   * Runs {@code body}, which has to let others run at least once. Greenlets only.
   *
   * @throws AssertionError if it has not
   */
  public static <T, X extends Exception> T assertSwitches(Body<T, X> body) throws X {
    return SwitchCheck.call(body);
  }

  /** The same for a body that gives nothing. */
  public static <X extends Exception> void assertSwitches(VoidBody<X> body) throws X {
    SwitchCheck.call(body.asBody());
  }

  /**
   * Runs {@code body}, which has to let others run again and again. Greenlets only.
   *
   * @throws AssertionError if it kept its hub for more than {@code limit} at a time
   */
  public static <T, X extends Exception> T assertSwitches(Duration limit, Body<T, X> body)
      throws X {
    return SwitchCheck.call(limit, body);
  }

  /** The same for a body that gives nothing. */
  public static <X extends Exception> void assertSwitches(Duration limit, VoidBody<X> body)
      throws X {
    SwitchCheck.call(limit, body.asBody());
  }
}
