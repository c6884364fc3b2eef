package greenloom.benchmarks;

import java.util.concurrent.TimeUnit;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How much heap many of them take while all are parked, each: what is in use after a collection,
 * less what was before they were made. The time of a shot means nothing.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar ParkedBenchmark
 * }
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {Jvm.CONTINUATION, Jvm.COLLECTOR, Jvm.BIG_HEAP_LEAST, Jvm.BIG_HEAP_MOST})
public class ParkedBenchmark {
  /** Who is parked. */
  public enum Rival {
    /** The JDK's own continuation, suspended: the floor below all others. */
    JDK_CONTINUATION,
    /** Greenlets. */
    GREENLETS,
    /** Virtual threads on one carrier. */
    VIRTUAL_THREADS_1,
    /** Virtual threads on as many carriers as there are processors. */
    VIRTUAL_THREADS,
    /** Coroutines of Kotlin. */
    KOTLIN
  }

  /** What was found, beside the time. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Found {
    /** How much heap each takes. */
    public long bytesEach;
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.JDK_CONTINUATION;

  /** How many are parked. */
  @Param("100000")
  public int count;

  /** Sees that the rival is what it says. */
  @Setup
  public void prepare() {
    if (rival == Rival.VIRTUAL_THREADS_1) {
      JdkScheduler.useOneCarrier();
    }
  }

  /** All parked, measured and let go; returns how many. */
  @Benchmark
  public long parked(Found found) throws Exception {
    Heap heap = new Heap();
    long parked =
        switch (rival) {
          case JDK_CONTINUATION -> continuations(heap);
          case GREENLETS -> Parties.greenlets(() -> Crowd.greenlets(count).parked(heap::look));
          case VIRTUAL_THREADS_1, VIRTUAL_THREADS -> Crowd.virtualThreads(count).parked(heap::look);
          case KOTLIN -> Kotlin.waiting(count, false, heap::look);
        };
    found.bytesEach = heap.grown() / count;
    return parked;
  }

  private long continuations(Heap heap) {
    ContinuationScope scope = new ContinuationScope("benchmark");
    Continuation[] all = new Continuation[count];
    long parked = 0;
    for (int i = 0; i < count; i++) {
      all[i] = new Continuation(scope, () -> Continuation.yield(scope));
      all[i].run();
    }
    heap.look();
    for (Continuation continuation : all) {
      continuation.run();
      if (continuation.isDone()) {
        parked++;
      }
    }
    return parked;
  }
}
