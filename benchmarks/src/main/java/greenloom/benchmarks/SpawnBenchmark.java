package greenloom.benchmarks;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
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
 * What it costs to start a task that only counts, to run it to its end, and to wait for that. The
 * spawner is of the same kind and starts so many before it waits for them.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar SpawnBenchmark
 * }
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {Jvm.COLLECTOR, Jvm.BIG_HEAP_LEAST, Jvm.BIG_HEAP_MOST})
public class SpawnBenchmark {
  private static final int TASKS = 1_000_000;

  /** What runs the tasks. */
  public enum Rival {
    /** A greenlet each: a result, links, a name. */
    GREENLETS,
    /** A thread of a hub each, without what makes it a greenlet. */
    GREEN_THREADS,
    /** A virtual thread each, on one carrier. */
    VIRTUAL_THREADS_1,
    /** A virtual thread each, on as many carriers as there are processors. */
    VIRTUAL_THREADS,
    /** A launched coroutine of Kotlin each, in {@code runBlocking}. */
    KOTLIN
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.GREENLETS;

  /** How many are started before the spawner waits. */
  @Param({"1", "1000", "10000", "1000000"})
  public int ahead = 1;

  /** How many are started in all. */
  int tasks = TASKS;

  private final LongAdder done = new LongAdder();
  private Batch batch = () -> 0;

  /** Makes what will be measured. */
  @Setup
  public void prepare() {
    batch =
        switch (rival) {
          case GREENLETS -> () -> Parties.greenlets(this::greenlets);
          case GREEN_THREADS ->
              () -> {
                Hub hub = Hub.current();
                return Parties.greenlets(() -> threads(body -> hub.spawn(null, body).thread()));
              };
          case VIRTUAL_THREADS_1 -> {
            JdkScheduler.useOneCarrier();
            yield () -> Parties.virtualThreads(() -> threads(Thread::startVirtualThread));
          }
          case VIRTUAL_THREADS ->
              () -> Parties.virtualThreads(() -> threads(Thread::startVirtualThread));
          case KOTLIN -> () -> Kotlin.spawns(tasks, ahead);
        };
  }

  /** One task started, run and joined. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public long task() throws Exception {
    return batch.run();
  }

  private long greenlets() {
    Greenlet<?>[] started = new Greenlet<?>[ahead];
    for (int i = 0; i < tasks; i += ahead) {
      Arrays.setAll(started, _ -> spawn(() -> done.increment()));
      joinAll(started);
    }
    return done.sumThenReset();
  }

  private long threads(Function<Runnable, Thread> starter) throws InterruptedException {
    Thread[] started = new Thread[ahead];
    for (int i = 0; i < tasks; i += ahead) {
      Arrays.setAll(started, _ -> starter.apply(done::increment));
      for (Thread thread : started) {
        thread.join();
      }
    }
    return done.sumThenReset();
  }
}
