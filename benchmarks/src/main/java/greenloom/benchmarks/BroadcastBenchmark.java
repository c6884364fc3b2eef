package greenloom.benchmarks;

import greenloom.sync.Event;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to wake one of a thousand who wait for the same event. The event is new each time;
 * those who wait for it are not.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar BroadcastBenchmark
 * }
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {Jvm.COLLECTOR, Jvm.HEAP})
public class BroadcastBenchmark {
  static final int WAITERS = 1_000;
  static final int EVENTS = 20;

  /** Who waits, and for what. */
  public enum Rival {
    /** Greenlets, for an {@link Event}. */
    GREENLETS,
    /** Virtual threads on one carrier, for a latch of the JDK. */
    VIRTUAL_THREADS_1,
    /** The same on as many carriers as there are processors. */
    VIRTUAL_THREADS,
    /** Coroutines of Kotlin in one {@code runBlocking}, for a {@code CompletableDeferred}. */
    KOTLIN
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.GREENLETS;

  private Batch batch = () -> 0;

  /** Makes what will be measured. */
  @Setup
  public void prepare() {
    if (rival == Rival.VIRTUAL_THREADS_1) {
      JdkScheduler.useOneCarrier();
    }
    batch =
        switch (rival) {
          case GREENLETS ->
              () -> {
                Event[] events = new Event[EVENTS];
                Arrays.setAll(events, _ -> new Event());
                return Parties.greenlets(parties(i -> events[i].await(), i -> events[i].set()));
              };
          case VIRTUAL_THREADS_1, VIRTUAL_THREADS -> BroadcastBenchmark::virtualThreads;
          case KOTLIN -> () -> Kotlin.broadcasts(EVENTS, WAITERS);
        };
  }

  /** One of those who wait is woken. */
  @Benchmark
  @OperationsPerInvocation(WAITERS * EVENTS)
  public long woken() throws Exception {
    return batch.run();
  }

  private static long virtualThreads() throws Exception {
    CountDownLatch[] latches = new CountDownLatch[EVENTS];
    Arrays.setAll(latches, _ -> new CountDownLatch(1));
    return Parties.virtualThreads(parties(i -> latches[i].await(), i -> latches[i].countDown()));
  }

  /** Does something with one of the events. */
  @FunctionalInterface
  private interface Step {
    void run(int event) throws InterruptedException;
  }

  /** Those who wait, and last the one who tells, when all have come to wait. */
  private static Batch[] parties(Step waits, Step tells) {
    AtomicInteger waiting = new AtomicInteger();
    Batch[] all = new Batch[WAITERS + 1];
    Arrays.fill(
        all,
        0,
        WAITERS,
        (Batch)
            () -> {
              for (int i = 0; i < EVENTS; i++) {
                waiting.incrementAndGet();
                waits.run(i);
              }
              return EVENTS;
            });
    all[WAITERS] =
        () -> {
          for (int i = 0; i < EVENTS; i++) {
            while (waiting.get() < WAITERS * (i + 1)) {
              Thread.yield();
            }
            tells.run(i);
          }
          return 0;
        };
    return all;
  }
}
