package greenloom.testing;

import greenloom.Action;
import greenloom.hub.Clock;
import greenloom.hub.GreenThread;
import greenloom.hub.Hub;
import greenloom.hub.HubSetup;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A hub for one test: with a clock that jumps, an order that a seed repeats, and a look at what is
 * left when the body has ended.
 *
 * <pre>{@code
 * TestHub.virtual().run(() -> {
 *   Greenlet<?> g = spawn(() -> sleep(Duration.ofHours(1)));
 *   g.join();                        // at once
 * });
 * }</pre>
 *
 * <p>Leftovers (green threads, timers, watchers) and failures that nobody waited for are an {@link
 * AssertionError}. {@code -Dgreenloom.seed=N} repeats an order that a failed run has named.
 */
public final class TestHub {
  private final @Nullable VirtualClock clock;
  private final @Nullable Long seed;

  private TestHub(@Nullable VirtualClock clock, @Nullable Long seed) {
    this.clock = clock;
    this.seed = seed;
  }

  /** Returns one with a virtual clock, first come, first served. */
  public static TestHub virtual() {
    return new TestHub(new VirtualClock(), null);
  }

  /** Returns one with the machine's clock, first come, first served. */
  public static TestHub real() {
    return new TestHub(null, null);
  }

  /** Returns a copy that runs ready threads in a random order, of a seed that a failure names. */
  public TestHub shuffled() {
    Long given = Long.getLong("greenloom.seed");
    return shuffled(given != null ? given : new Random().nextLong(1_000_000));
  }

  /** Returns a copy that runs ready threads in the order of {@code value}. */
  public TestHub shuffled(long value) {
    return new TestHub(clock, value);
  }

  /**
   * Runs {@code body} as a greenlet of a fresh hub on the calling platform thread, and checks what
   * is left. What the body throws comes out here.
   */
  public void run(Action body) {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    try {
      setup()
          .call(() -> {
            Hub hub = Hub.current();
            hub.onFailure((what, e) -> failures.add(new AssertionError(what + " failed", e)));
            body.run();
            checkLeft(hub);
            return true;
          });
    } catch (Throwable e) {
      explain(e, failures);
      throw e;
    }
    if (!failures.isEmpty()) {
      AssertionError unseen = new AssertionError("failures that nobody waited for");
      explain(unseen, failures);
      throw unseen;
    }
  }

  private void explain(Throwable e, List<Throwable> failures) {
    failures.forEach(e::addSuppressed);
    if (seed != null) {
      e.addSuppressed(new AssertionError("repeat this order with -Dgreenloom.seed=" + seed));
    }
  }

  private HubSetup setup() {
    HubSetup setup = Hub.setup("test").closeWithin(Duration.ofSeconds(1));
    if (seed != null) {
      setup = setup.shuffled(seed);
    }
    return setup.clock(clock != null ? clock : Clock.system());
  }

  /** Lets what is ready end, then looks. */
  private static void checkLeft(Hub hub) {
    hub.awaitAllBlocked();
    GreenThread me = GreenThread.current();
    List<GreenThread> left = hub.threads().stream().filter(t -> t != me).toList();
    if (!left.isEmpty()) {
      throw new AssertionError("left when the test ended:\n" + hub.dump());
    }
    if (hub.stats().watchers() > 0) {
      throw new AssertionError("watchers are still active:\n" + hub.dump());
    }
    int timers = hub.stats().timers();
    if (timers > 0) {
      throw new AssertionError(timers + " timers are still armed");
    }
  }

  /** Waits until all other green threads of the hub wait. Called inside {@link #run}. */
  public static void awaitAllBlocked() {
    Hub.current().awaitAllBlocked();
  }

  /** Returns how much time has passed on the virtual clock; zero without one. */
  public Duration elapsed() {
    return clock == null ? Duration.ZERO : clock.elapsed();
  }

  /** Returns how much of that was real time; see {@link VirtualClock#realTime}. */
  public Duration realTime() {
    return clock == null ? Duration.ZERO : clock.realTime();
  }
}
