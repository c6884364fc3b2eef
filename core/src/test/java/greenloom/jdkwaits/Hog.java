package greenloom.jdkwaits;

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
}
