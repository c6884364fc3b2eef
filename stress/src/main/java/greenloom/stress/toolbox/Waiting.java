package greenloom.stress.toolbox;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** How many wait for one thing. */
final class Waiting {
  private final AtomicInteger count = new AtomicInteger();

  /** Counts the caller while it waits. */
  boolean during(BooleanSupplier wait) {
    count.incrementAndGet();
    try {
      return wait.getAsBoolean();
    } finally {
      count.decrementAndGet();
    }
  }

  /** Returns whether anybody waits. */
  boolean any() {
    return count.get() > 0;
  }

  @Override
  public String toString() {
    return count + " wait";
  }
}
