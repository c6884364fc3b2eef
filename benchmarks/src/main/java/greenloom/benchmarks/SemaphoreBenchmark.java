package greenloom.benchmarks;

import greenloom.sync.GreenSemaphore;
import java.util.concurrent.Semaphore;
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
 * What it costs to hand a permit to another who waits for it: two play ping-pong with a semaphore
 * each.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar SemaphoreBenchmark
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
public class SemaphoreBenchmark {
  static final int TURNS = 100_000;

  /** Who plays, and with which semaphore. */
  public enum Rival {
    /** Two greenlets with {@link GreenSemaphore}s. */
    GREENLETS,
    /** Two greenlets with the fair semaphores that the virtual threads use. */
    GREENLETS_JDK_SEMAPHORE,
    /** Two virtual threads on one carrier, with fair semaphores of the JDK. */
    VIRTUAL_THREADS_1,
    /** The same on as many carriers as there are processors. */
    VIRTUAL_THREADS,
    /** Two coroutines of Kotlin in one {@code runBlocking}, with semaphores of Kotlin. */
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
          case GREENLETS -> () -> Parties.greenlets(ours());
          case GREENLETS_JDK_SEMAPHORE -> () -> Parties.greenlets(ofTheJdk());
          case VIRTUAL_THREADS_1, VIRTUAL_THREADS -> () -> Parties.virtualThreads(ofTheJdk());
          case KOTLIN -> () -> Kotlin.permits(TURNS);
        };
  }

  /** One permit handed over. */
  @Benchmark
  @OperationsPerInvocation(TURNS)
  public long handedOver() throws Exception {
    return batch.run();
  }

  private static Batch[] ours() {
    GreenSemaphore a = new GreenSemaphore(1);
    GreenSemaphore b = new GreenSemaphore(0);
    return pair(a::acquire, a::release, b::acquire, b::release);
  }

  private static Batch[] ofTheJdk() {
    Semaphore a = new Semaphore(1, true);
    Semaphore b = new Semaphore(0, true);
    return pair(a::acquire, a::release, b::acquire, b::release);
  }

  private static Batch[] pair(Wait takeA, Runnable giveA, Wait takeB, Runnable giveB) {
    return new Batch[] {() -> play(takeA, giveB), () -> play(takeB, giveA)};
  }

  /** Waits. */
  @FunctionalInterface
  private interface Wait {
    void acquire() throws InterruptedException;
  }

  private static long play(Wait mine, Runnable other) throws InterruptedException {
    for (int i = 0; i < TURNS / 2; i++) {
      mine.acquire();
      other.run();
    }
    return TURNS / 2;
  }
}
