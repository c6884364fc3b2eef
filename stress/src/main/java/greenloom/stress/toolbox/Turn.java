package greenloom.stress.toolbox;

import greenloom.Action;
import greenloom.Greenloom;
import greenloom.hub.TimeoutExpired;
import java.time.Duration;
import java.util.Random;

/**
 * What one player chooses in one turn. Times are few and short, so that much happens at once.
 *
 * @param random of all choices
 * @param unit of all times
 * @param patient whether its waits have no limit
 */
record Turn(Random random, Duration unit, boolean patient) {
  private static final int MOST = 4;

  /** A wait with a limit; returns whether what it waited for came. */
  @FunctionalInterface
  interface Limited {
    boolean await(Duration limit);
  }

  /** Returns a number from 0 to {@code n - 1}. */
  int pick(int n) {
    return random.nextInt(n);
  }

  /** Returns a time, which may be none. */
  Duration some() {
    return unit.multipliedBy(pick(MOST));
  }

  /** Goes on at once, lets others go first, or sleeps. */
  void dwell() {
    switch (pick(3)) {
      case 0 -> Greenloom.yieldNow();
      case 1 -> Greenloom.sleep(some());
      default -> {}
    }
  }

  /**
   * Waits without a limit, with its own, or with one that is set around it; returns whether what it
   * waited for came.
   */
  boolean await(Action forGood, Limited limited) {
    if (patient) {
      run(forGood);
      return true;
    }
    if (pick(2) == 0) {
      return limited.await(some());
    }
    try {
      Greenloom.withTimeout(some().plus(unit), () -> run(forGood));
      return true;
    } catch (TimeoutExpired e) {
      return false;
    }
  }

  private static void run(Action action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a wait of the toolbox throws nothing checked", e);
    }
  }
}
