package greenloom.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A time that comes, once or again and again. The times are multiples of the period after the
 * first; those that pass while the watcher is busy are left out, so that it never has to catch up.
 */
final class TimerSource implements EventSource {
  private final Hub hub;
  private final long delay;
  private final long period;

  // the hub's carrier
  private @Nullable Watcher watcher;
  private @Nullable Timer timer;
  private long due;
  private boolean ended;

  TimerSource(Hub hub, Duration delay, Duration period) {
    this.hub = hub;
    this.delay = Waiter.nanos(delay);
    this.period = Waiter.nanos(period);
  }

  @Override
  public void begin(Watcher listener) {
    hub.enter(() -> {
      watcher = listener;
      due = hub.clock().nanoTime() + delay;
      arm();
    });
  }

  private void arm() {
    Watcher w = watcher;
    if (w != null && !ended) {
      timer = new Timer(hub, due, false, w::fire);
      hub.loop().timers().add(timer);
    }
  }

  @Override
  public void again() {
    hub.enter(this::next);
  }

  private void next() {
    Watcher w = watcher;
    if (period == 0 && w != null) {
      w.close();
      return;
    }
    due += period;
    long late = hub.clock().nanoTime() - due;
    if (late > 0) {
      due += (late / period + 1) * period;
    }
    arm();
  }

  @Override
  public void end(Runnable then) {
    hub.enter(() -> {
      ended = true;
      if (timer != null) {
        hub.loop().timers().remove(timer);
      }
      then.run();
    });
  }

  @Override
  public boolean outside() {
    return false;
  }

  @Override
  public String kind() {
    return "timer";
  }

  @Override
  public String toString() {
    return "timer, " + (period == 0 ? "once" : "every " + period / 1_000_000.0 + " ms");
  }
}
