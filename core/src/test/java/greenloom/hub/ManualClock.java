package greenloom.hub;

import java.util.function.BooleanSupplier;

/** A clock that only moves when told to, and jumps to the next timer when everybody waits. */
final class ManualClock implements Clock {
  private long now;

  void pass(long nanos) {
    now += nanos;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long nanosToSleep(long deadline, BooleanSupplier free) {
    now = Math.max(now, deadline);
    return 0;
  }
}
