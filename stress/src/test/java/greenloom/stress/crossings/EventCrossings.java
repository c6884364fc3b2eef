package greenloom.stress.crossings;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import greenloom.hub.Hub;
import greenloom.sync.AsyncResult;
import greenloom.sync.Event;
import greenloom.sync.GreenSemaphore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** News between two threads. What is not named an outcome is forbidden. */
public class EventCrossings {
  private static final Duration MOMENT = Duration.ofNanos(3_000);

  /** A wake-up that is lost never ends. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "what was done before is seen")
  @State
  public static class SetAndAwait {
    private final Event event = new Event();
    private int done;

    @Actor
    public void setter() {
      done = 1;
      event.set();
    }

    @Actor
    public void waiter(I_Result r) {
      try (Hub.Hold _ = Hub.current().keepOpen()) { // the other is still to come
        event.await();
        r.r1 = done;
      }
    }
  }

  /** Set and cleared at about the time the limit passes. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken, and what was done before is seen")
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "too early, or too late")
  @State
  public static class SetThenClear {
    private final Event event = new Event();
    private int done;

    @Actor
    public void setter() {
      done = 1;
      event.set();
      event.clear();
    }

    @Actor
    public void waiter(I_Result r) {
      r.r1 = event.await(MOMENT) ? done : -1;
    }
  }

  /** The limit passes at about the time the permit comes. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it came in time")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "it came too late, and is free")
  @State
  public static class ReleaseAndLimit {
    private final GreenSemaphore semaphore = new GreenSemaphore(0);

    @Actor
    public void releaser() {
      semaphore.release();
    }

    @Actor
    public void acquirer(II_Result r) {
      r.r1 = semaphore.tryAcquire(MOMENT) ? 1 : 0;
    }

    @Arbiter
    public void left(II_Result r) {
      r.r2 = semaphore.permits();
    }
  }

  /** A result and the future of it are set by two: one of them wins, for both. */
  @JCStressTest
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "the result was set first")
  @Outcome(id = "2, 2, 2", expect = ACCEPTABLE, desc = "the future was completed first")
  @State
  public static class ResultAndFuture {
    private final AsyncResult<Integer> result = new AsyncResult<>();
    private final CompletableFuture<Integer> future = result.toCompletableFuture();

    @Actor
    public void setter(III_Result r) {
      result.set(1);
      r.r1 = result.get();
    }

    @Actor
    public void completer(III_Result r) {
      future.complete(2);
      r.r2 = result.get();
    }

    @Arbiter
    public void future(III_Result r) {
      r.r3 = future.join();
    }
  }
}
