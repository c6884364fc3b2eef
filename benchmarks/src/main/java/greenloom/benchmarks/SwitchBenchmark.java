package greenloom.benchmarks;

import java.util.concurrent.TimeUnit;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The floor below every other number: into a raw continuation of the JDK and out again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED")
public class SwitchBenchmark {
  private static final ContinuationScope SCOPE = new ContinuationScope("benchmark");

  private final Continuation continuation = new Continuation(SCOPE, SwitchBenchmark::yieldForEver);

  /** One round trip. */
  @Benchmark
  public void rawContinuation() {
    continuation.run();
  }

  private static void yieldForEver() {
    while (true) {
      Continuation.yield(SCOPE);
    }
  }
}
