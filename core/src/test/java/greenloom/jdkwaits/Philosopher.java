package greenloom.jdkwaits;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/** Takes one fork, waits until the other one is taken by somebody else, and wants it. */
public final class Philosopher {
  private Philosopher() {}

  /** The forks are locks. */
  public static void locks(Lock first, CountDownLatch both, Lock second) {
    first.lock();
    meet(both);
    second.lock();
  }

  /** The forks are monitors. */
  public static void enters(Object first, CountDownLatch both, Object second) {
    synchronized (first) {
      meet(both);
      synchronized (second) {
        both.countDown();
      }
    }
  }

  private static void meet(CountDownLatch both) {
    both.countDown();
    try {
      both.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
