package greenloom.stress.crossings;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import greenloom.hub.Hub;
import greenloom.sync.GreenQueue;
import greenloom.sync.QueueShutDownException;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** An item between two threads. What is not named an outcome is forbidden. */
public class QueueCrossings {
  private static final Duration MOMENT = Duration.ofNanos(3_000);

  /** A wake-up that is lost never ends. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "the item is taken")
  @State
  public static class PutAndTake {
    private final GreenQueue<Integer> queue = GreenQueue.unbounded();

    @Actor
    public void putter() {
      queue.put(1);
    }

    @Actor
    public void taker(I_Result r) {
      try (Hub.Hold _ = Hub.current().keepOpen()) { // the other is still to come
        r.r1 = queue.take();
      }
    }
  }

  /** The limit passes at about the time the item comes. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it came in time")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "it came too late, and is there")
  @State
  public static class PutAndLimit {
    private final GreenQueue<Integer> queue = GreenQueue.unbounded();

    @Actor
    public void putter() {
      queue.put(1);
    }

    @Actor
    public void taker(II_Result r) {
      Integer item = queue.poll(MOMENT);
      r.r1 = item == null ? 0 : item;
    }

    @Arbiter
    public void left(II_Result r) {
      r.r2 = queue.size();
    }
  }

  /** Both give up after a moment, but not one without the other. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "they met")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "they missed each other")
  @State
  public static class Rendezvous {
    private final GreenQueue<Integer> queue = GreenQueue.rendezvous();

    @Actor
    public void putter(II_Result r) {
      r.r1 = queue.offer(1, MOMENT) ? 1 : 0;
    }

    @Actor
    public void taker(II_Result r) {
      Integer item = queue.poll(MOMENT);
      r.r2 = item == null ? 0 : item;
    }
  }

  /** An item is refused or given back. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "put, and given back")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "refused")
  @State
  public static class PutAndShutdown {
    private final GreenQueue<Integer> queue = GreenQueue.unbounded();

    @Actor
    public void putter(II_Result r) {
      try {
        queue.put(1);
        r.r1 = 1;
      } catch (QueueShutDownException e) {
        r.r1 = 0;
      }
    }

    @Actor
    public void closer(II_Result r) {
      r.r2 = queue.shutdownNow().size();
    }
  }

  /** Whoever joins has seen what was done. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "seen")
  @State
  public static class DoneAndJoin {
    private final GreenQueue<Integer> queue = GreenQueue.unbounded();
    private int done;

    /** Puts the task in. */
    public DoneAndJoin() {
      queue.offer(1);
    }

    @Actor
    public void worker() {
      done = queue.take();
      queue.taskDone();
    }

    @Actor
    public void joiner(I_Result r) {
      try (Hub.Hold _ = Hub.current().keepOpen()) { // the other is still to come
        queue.join();
        r.r1 = done;
      }
    }
  }
}
