package greenloom.stress.crossings;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import greenloom.hub.Hub;
import greenloom.sync.GreenCondition;
import greenloom.sync.GreenLock;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A lock between two threads. What is not named an outcome is forbidden. */
public class LockCrossings {
  private static final Duration MOMENT = Duration.ofNanos(3_000);

  /** Plain data under the lock. */
  @JCStressTest
  @Outcome(id = "3", expect = ACCEPTABLE, desc = "each saw what the other did")
  @State
  public static class Handover {
    private final GreenLock lock = new GreenLock();
    private int count;

    @Actor
    public void once() {
      lock.lock();
      count++;
      lock.unlock();
    }

    @Actor
    public void twice() {
      lock.lock();
      lock.lock();
      count++;
      lock.unlock();
      count++;
      lock.unlock();
    }

    @Arbiter
    public void count(I_Result r) {
      r.r1 = count;
    }
  }

  /** A limit that passes when the lock is handed over: who has it says so, and it is free again. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "who came in time has counted, it is free")
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "both came in time, it is free")
  @State
  public static class Limit {
    private final GreenLock lock = new GreenLock();
    private int count;

    @Actor
    public void patient() {
      lock.lock();
      count++;
      lock.unlock();
    }

    @Actor
    public void hasty() {
      if (lock.tryLock(MOMENT)) {
        count++;
        lock.unlock();
      }
    }

    @Arbiter
    public void left(II_Result r) {
      r.r1 = count;
      r.r2 = lock.isLocked() ? 1 : 0;
    }
  }

  /** A signal between the look at the state and the wait: it is not lost. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "heard, or found")
  @State
  public static class Signal {
    private final GreenLock lock = new GreenLock();
    private final GreenCondition arrived = lock.newCondition();
    private int items;

    @Actor
    public void putter() {
      lock.lock();
      items++;
      arrived.signal();
      lock.unlock();
    }

    @Actor
    public void taker(I_Result r) {
      try (Hub.Hold _ = Hub.current().keepOpen()) { // the other is still to come
        lock.lock();
        while (items == 0) {
          arrived.await();
        }
        r.r1 = items;
        lock.unlock();
      }
    }
  }
}
