package greenloom.benchmarks;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.yieldNow;

import greenloom.jdk.RawContinuation;
import java.util.concurrent.TimeUnit;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
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
 * What one turn costs: into a suspended piece of code and out of it again.
 *
 * <p>The threads of a scheduler are two that yield to each other, so each yield is one turn. The
 * JDK's scheduler has one carrier here, so that both are on it.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar SwitchBenchmark
 * }
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",
      "-Djdk.virtualThreadScheduler.parallelism=1",
      "-Djdk.virtualThreadScheduler.maxPoolSize=1"
    })
public class SwitchBenchmark {
  private static final int TURNS = 10_000;

  /** Who takes turns. */
  public enum Rival {
    /** The JDK's own continuation: the floor below all others. */
    JDK_CONTINUATION,
    /** Ours, of which coroutines and generators are made. */
    RAW_CONTINUATION,
    /** Two greenlets on one hub. */
    GREENLETS,
    /** Two virtual threads on one carrier. */
    VIRTUAL_THREADS
  }

  /** Takes many turns. */
  @FunctionalInterface
  private interface Turns {
    void take() throws InterruptedException;
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.JDK_CONTINUATION;

  private Turns turns = () -> {};

  /** Makes what will be measured. */
  @Setup
  public void prepare() {
    turns =
        switch (rival) {
          case JDK_CONTINUATION -> jdkContinuation();
          case RAW_CONTINUATION -> rawContinuation();
          case GREENLETS ->
              () -> joinAll(spawn(SwitchBenchmark::half), spawn(SwitchBenchmark::half));
          case VIRTUAL_THREADS -> SwitchBenchmark::virtualThreads;
        };
  }

  /** One turn. */
  @Benchmark
  @OperationsPerInvocation(TURNS)
  public void turn() throws InterruptedException {
    turns.take();
  }

  private static Turns jdkContinuation() {
    ContinuationScope scope = new ContinuationScope("benchmark");
    Continuation continuation =
        new Continuation(
            scope,
            () -> {
              while (true) {
                Continuation.yield(scope);
              }
            });
    return () -> {
      for (int i = 0; i < TURNS; i++) {
        continuation.run();
      }
    };
  }

  private static Turns rawContinuation() {
    RawContinuation[] self = new RawContinuation[1];
    RawContinuation continuation =
        new RawContinuation(() -> {
          while (true) {
            self[0].suspend();
          }
        });
    self[0] = continuation;
    return () -> {
      for (int i = 0; i < TURNS; i++) {
        continuation.resume();
      }
    };
  }

  private static void half() {
    for (int i = 0; i < TURNS / 2; i++) {
      yieldNow();
    }
  }

  private static void virtualThreads() throws InterruptedException {
    Runnable half =
        () -> {
          for (int i = 0; i < TURNS / 2; i++) {
            Thread.yield();
          }
        };
    Thread one = Thread.ofVirtual().unstarted(half);
    Thread other = Thread.ofVirtual().unstarted(half);
    one.start();
    other.start();
    one.join();
    other.join();
  }
}
