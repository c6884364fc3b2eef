package greenloom.benchmarks;

import static greenloom.Greenloom.yieldNow;

import greenloom.coroutine.Coroutine;
import greenloom.coroutine.Generator;
import greenloom.jdk.RawContinuation;
import java.util.Iterator;
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
 * What one turn costs: one piece of code stops and another goes on, so that a continuation is left
 * and one is entered.
 *
 * <p>Continuations, generators and sequences are entered and left by the caller; coroutines and
 * threads are two that switch or yield to each other, so each switch is one turn.
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
    jvmArgsAppend = {Jvm.CONTINUATION, Jvm.COLLECTOR, Jvm.HEAP})
public class SwitchBenchmark {
  static final int TURNS = 100_000;

  /** Who takes turns. */
  public enum Rival {
    /** The JDK's own continuation: the floor below all others. */
    JDK_CONTINUATION,
    /** Ours, of which coroutines and generators are made. */
    RAW_CONTINUATION,
    /** A generator that is asked for its next element. */
    GENERATOR,
    /** Two coroutines that switch to each other. */
    COROUTINE,
    /** Two greenlets on one hub. */
    GREENLETS,
    /** Two virtual threads on one carrier. */
    VIRTUAL_THREADS_1,
    /** Two virtual threads on as many carriers as there are processors. */
    VIRTUAL_THREADS,
    /** A sequence of Kotlin, which compiles suspensions into state machines. */
    KOTLIN_SEQUENCE
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.JDK_CONTINUATION;

  private Batch batch = () -> 0;

  /** Makes what will be measured. */
  @Setup
  public void prepare() {
    batch =
        switch (rival) {
          case JDK_CONTINUATION -> jdkContinuation();
          case RAW_CONTINUATION -> rawContinuation();
          case GENERATOR -> elements(generator());
          case COROUTINE -> coroutines();
          case GREENLETS -> {
            Batch half = half(() -> yieldNow());
            yield () -> Parties.greenlets(half, half);
          }
          case VIRTUAL_THREADS_1 -> {
            JdkScheduler.useOneCarrier();
            yield virtualThreads();
          }
          case VIRTUAL_THREADS -> virtualThreads();
          case KOTLIN_SEQUENCE -> elements(Kotlin.elements(this));
        };
  }

  /** One turn. */
  @Benchmark
  @OperationsPerInvocation(TURNS)
  public long turn() throws Exception {
    return batch.run();
  }

  private static Batch jdkContinuation() {
    ContinuationScope scope = new ContinuationScope("benchmark");
    long[] turns = new long[1];
    Continuation continuation =
        new Continuation(
            scope,
            () -> {
              while (true) {
                turns[0]++;
                Continuation.yield(scope);
              }
            });
    return () -> {
      turns[0] = 0;
      for (int i = 0; i < TURNS; i++) {
        continuation.run();
      }
      return turns[0];
    };
  }

  private static Batch rawContinuation() {
    RawContinuation[] self = new RawContinuation[1];
    long[] turns = new long[1];
    RawContinuation continuation =
        new RawContinuation(() -> {
          while (true) {
            turns[0]++;
            self[0].suspend();
          }
        });
    self[0] = continuation;
    return () -> {
      turns[0] = 0;
      for (int i = 0; i < TURNS; i++) {
        continuation.resume();
      }
      return turns[0];
    };
  }

  private static Iterator<Object> generator() {
    Object element = new Object();
    return Generator.of(out -> {
      while (true) {
        out.yield(element);
      }
    });
  }

  private static Batch elements(Iterator<Object> elements) {
    return () -> {
      long turns = 0;
      for (int i = 0; i < TURNS; i++) {
        if (elements.next() != null) {
          turns++;
        }
      }
      return turns;
    };
  }

  /** Both end with the last turn, in the coroutine that runs the batch. */
  private static Batch coroutines() {
    return () -> {
      long[] turns = new long[1];
      Coroutine[] pair = new Coroutine[2];
      for (int i = 0; i < 2; i++) {
        int other = 1 - i;
        pair[i] =
            Coroutine.of(_ -> {
              while (turns[0] < TURNS) {
                turns[0]++;
                pair[other].switchTo();
              }
              return null;
            });
      }
      pair[0].switchTo();
      pair[1].kill();
      pair[0].kill();
      return turns[0];
    };
  }

  private static Batch virtualThreads() {
    Batch half = half(Thread::yield);
    return () -> Parties.virtualThreads(half, half);
  }

  private static Batch half(Runnable turn) {
    return () -> {
      long turns = 0;
      for (int i = 0; i < TURNS / 2; i++) {
        turn.run();
        turns++;
      }
      return turns;
    };
  }
}
