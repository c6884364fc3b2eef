package greenloom.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a new hub, or each hub of a new group, shall be; made by {@link Hub#setup}. Each method gives
 * a changed copy.
 */
public final class HubSetup {
  /** The stack of a thread that runs a hub; address space, not memory, until it is used. */
  static final long STACK_BYTES = 64L << 20;

  final String name;
  final Clock clock;
  final @Nullable Long seed;
  final boolean daemon;
  final Duration closeWithin;

  HubSetup(String name) {
    this(name, Clock.system(), null, false, Duration.ofSeconds(5));
  }

  private HubSetup(
      String name, Clock clock, @Nullable Long seed, boolean daemon, Duration closeWithin) {
    this.name = name;
    this.clock = clock;
    this.seed = seed;
    this.daemon = daemon;
    this.closeWithin = closeWithin;
  }

  /** Takes the time from {@code from}. */
  public HubSetup clock(Clock from) {
    return new HubSetup(name, from, seed, daemon, closeWithin);
  }

  /** Runs ready threads in a random order that {@code value} repeats, instead of first come. */
  public HubSetup shuffled(long value) {
    return new HubSetup(name, clock, value, daemon, closeWithin);
  }

  /** Does not keep the JVM alive. */
  public HubSetup daemon() {
    return new HubSetup(name, clock, seed, true, closeWithin);
  }

  /** Gives killed threads so long to end when the hub is closed; five seconds otherwise. */
  public HubSetup closeWithin(Duration limit) {
    return new HubSetup(name, clock, seed, daemon, limit);
  }

  /** Starts the hub on a platform thread of its own. */
  public Hub start() {
    return Home.start(this);
  }

  /**
   * Starts a group of {@code count} such hubs, at least 1, which take new work in turn. Their names
   * are that of this setup with a number behind.
   */
  public Hubs start(int count) {
    return start(count, Placement.roundRobin());
  }

  /** Starts a group of {@code count} such hubs, to which {@code placement} deals new work out. */
  public Hubs start(int count, Placement placement) {
    return Hubs.start(this, count, placement);
  }

  /** The same with another name. */
  HubSetup named(String other) {
    return new HubSetup(other, clock, seed, daemon, closeWithin);
  }

  /**
   * Makes the hub that of the calling platform thread, runs {@code body} as its first green thread
   * until that has ended, closes it, and puts the thread's former hub back. What the body throws
   * comes out here.
   */
  public <T> T call(Body<T, ? extends Exception> body) {
    return Home.call(this, body);
  }
}
