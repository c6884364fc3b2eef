package greenloom.hub;

import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Something a hub does at a time; also what the JDK gets for a timed wait of its own. */
final class Timer implements ScheduledFuture<Object> {
  final long when;
  final boolean ofJdk;
  final Runnable action;
  private final Hub hub;

  // the hub's carrier: where it stands in Timers
  long order;
  int place = -1; // in the heap; -1 outside
  Timers.@Nullable Run run; // null outside of one
  @Nullable Timer sooner;
  @Nullable Timer later;

  volatile boolean cancelled;

  Timer(Hub hub, long when, boolean ofJdk, Runnable action) {
    this.hub = hub;
    this.when = when;
    this.ofJdk = ofJdk;
    this.action = action;
  }

  boolean before(Timer other) {
    return when != other.when ? when - other.when < 0 : order < other.order;
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    hub.disarm(this);
    return true;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public boolean isDone() {
    return cancelled;
  }

  @Override
  public Object get() {
    throw new UnsupportedOperationException("a timer has no result");
  }

  @Override
  public Object get(long timeout, TimeUnit unit) {
    return get();
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(when - hub.clock().nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}
