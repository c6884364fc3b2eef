package greenloom.benchmarks;

import greenloom.coroutine.Coroutine;
import greenloom.coroutine.Generator;
import greenloom.jdk.RawContinuation;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
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
 * What it costs to make something that can be suspended later, and to drop it without having run
 * it.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar CreateBenchmark
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
public class CreateBenchmark {
  /** What is made. */
  public enum Rival {
    /** The JDK's own continuation: the floor below all others. */
    JDK_CONTINUATION,
    /** Ours, of which coroutines and generators are made. */
    RAW_CONTINUATION,
    /** A generator. */
    GENERATOR,
    /** A coroutine. */
    COROUTINE,
    /** A virtual thread. */
    VIRTUAL_THREAD,
    /** The iterator of a sequence of Kotlin. */
    KOTLIN_SEQUENCE
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.JDK_CONTINUATION;

  private Supplier<Object> maker = Object::new;

  /** Makes the maker of what will be measured. */
  @Setup
  public void prepare() {
    ContinuationScope scope = new ContinuationScope("benchmark");
    Runnable body = () -> {};
    Generator.Body<Object> yields = out -> out.yield(this);
    Coroutine.Body echo = first -> first;
    Thread.Builder virtual = Thread.ofVirtual();
    maker =
        switch (rival) {
          case JDK_CONTINUATION -> () -> new Continuation(scope, body);
          case RAW_CONTINUATION -> () -> new RawContinuation(body);
          case GENERATOR -> () -> Generator.of(yields);
          case COROUTINE -> () -> Coroutine.of(echo);
          case VIRTUAL_THREAD -> () -> virtual.unstarted(body);
          case KOTLIN_SEQUENCE -> () -> Kotlin.elements(this);
        };
  }

  /** One made. */
  @Benchmark
  public Object made() {
    return maker.get();
  }
}
