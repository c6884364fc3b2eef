package greenloom.jdkwaits;

import greenloom.Greenloom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** A body that keeps its hub busy; not of the library's packages, so that dumps show it. */
public final class Hog {
  private Hog() {}

  /** Says when it has begun, and computes until told to stop. */
  public static void spin(CountDownLatch begun, AtomicBoolean stop) {
    begun.countDown();
    while (!stop.get()) {
      Thread.onSpinWait();
    }
  }

  /** Computes for a while. */
  public static void spin(Duration d) {
    long until = System.nanoTime() + d.toNanos();
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
  }

  /** Computes for a while, then lets others go first. */
  public static void spinAndYield(Duration d) {
    spin(d);
    Greenloom.yieldNow();
  }
}
