package greenloom.benchmarks;

import static greenloom.Greenloom.yieldNow;

import java.util.concurrent.TimeUnit;
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
 * What a yield costs when nobody else is ready: out of the thread, once round the scheduler, and in
 * again.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar YieldBenchmark
 * }
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {Jvm.SCHEDULER, Jvm.COLLECTOR, Jvm.HEAP})
public class YieldBenchmark {
  static final int YIELDS = 100_000;

  /** Who yields. */
  public enum Rival {
    /** A virtual thread on the smallest scheduler there can be: a queue and a loop. */
    BARE_VIRTUAL_THREAD,
    /** A greenlet alone on its hub. */
    GREENLETS,
    /** A virtual thread on one carrier. */
    VIRTUAL_THREADS_1,
    /** A virtual thread on as many carriers as there are processors. */
    VIRTUAL_THREADS,
    /** A coroutine of Kotlin in {@code runBlocking}. */
    KOTLIN
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.BARE_VIRTUAL_THREAD;

  private Batch batch = () -> 0;

  /** Makes what will be measured. */
  @Setup
  public void prepare() {
    batch =
        switch (rival) {
          case BARE_VIRTUAL_THREAD -> {
            BareScheduler bare = new BareScheduler();
            yield () -> bare.run(() -> yields(Thread::yield));
          }
          case GREENLETS -> () -> Parties.greenlets(() -> yields(() -> yieldNow()));
          case VIRTUAL_THREADS_1 -> {
            JdkScheduler.useOneCarrier();
            yield () -> Parties.virtualThreads(() -> yields(Thread::yield));
          }
          case VIRTUAL_THREADS -> () -> Parties.virtualThreads(() -> yields(Thread::yield));
          case KOTLIN -> () -> Kotlin.yields(YIELDS);
        };
  }

  /** One yield. */
  @Benchmark
  @OperationsPerInvocation(YIELDS)
  public long yielded() throws Exception {
    return batch.run();
  }

  private static long yields(Runnable once) {
    long yields = 0;
    for (int i = 0; i < YIELDS; i++) {
      once.run();
      yields++;
    }
    return yields;
  }
}
