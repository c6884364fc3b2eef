package greenloom.testing;

import greenloom.hub.Clock;
import greenloom.jdk.Carrier;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still while anybody runs, and jumps to the next timer when everybody waits:
 * an hour of sleep takes no time.
 *
 * <p>It rules the waits of Greenloom's own words. The JDK's timed waits ({@code Thread.sleep},
 * {@code poll(1, SECONDS)}) look at the machine's time and would only wait again; while one of them
 * is under way, or while an answer may come from outside the hub, this clock goes as the machine's
 * does. {@link #realTime} tells how much of that there was.
 *
 * <p>Its hub moves it; any thread may read it, as dumps do.
 */
public final class VirtualClock implements Clock {
  /**
   * How it stands.
   *
   * @param sleeper the carrier, while the hub really sleeps; null while the clock stands still
   * @param since when that began, in {@link System#nanoTime}
   */
  private record Hands(long now, long real, @Nullable Thread sleeper, long since) {
    Hands at(long later) {
      return new Hands(later, real, null, 0);
    }

    /** As if it had just been woken. */
    Hands stopped() {
      long slept = sleeper == null ? 0 : System.nanoTime() - since;
      return new Hands(now + slept, real + slept, null, 0);
    }
  }

  private volatile Hands hands = new Hands(0, 0, null, 0);

  /** Makes one that stands at zero. */
  public VirtualClock() {}

  @Override
  public long nanoTime() {
    return looked().now;
  }

  /** The hands; the sleep is over when the sleeper itself looks. */
  private Hands looked() {
    Hands h = hands;
    if (h.sleeper == null) {
      return h;
    }
    Hands stopped = h.stopped();
    if (h.sleeper == Carrier.current()) {
      hands = stopped;
    }
    return stopped;
  }

  @Override
  public long nanosToSleep(long deadline, BooleanSupplier free) {
    Hands h = looked();
    long left = deadline - h.now;
    if (left <= 0) {
      return left;
    }
    if (free.getAsBoolean()) {
      hands = h.at(deadline);
      return 0;
    }
    hands = new Hands(h.now, h.real, Carrier.current(), System.nanoTime());
    return left;
  }

  /** Returns how much time has passed on this clock. */
  public Duration elapsed() {
    return Duration.ofNanos(nanoTime());
  }

  /** Returns how much of that passed in real time, because jumping was not possible. */
  public Duration realTime() {
    return Duration.ofNanos(looked().real);
  }
}
