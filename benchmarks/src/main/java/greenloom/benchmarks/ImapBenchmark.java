package greenloom.benchmarks;

import greenloom.Pool;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * What it costs to send one item through a function that does nothing, a hundred at a time, and to
 * take the results in the order of the items.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar ImapBenchmark
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
public class ImapBenchmark {
  static final int ITEMS = 100_000;
  static final int AT_A_TIME = 100;

  /** What the function runs in. */
  public enum Rival {
    /** A greenlet for each item, of a {@link Pool}. */
    GREENLETS,
    /** A virtual thread for each item, on one carrier; a semaphore and futures of the JDK. */
    VIRTUAL_THREADS_1,
    /** The same on as many carriers as there are processors. */
    VIRTUAL_THREADS
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
          case GREENLETS -> () -> Parties.greenlets(ImapBenchmark::greenlets);
          case VIRTUAL_THREADS_1, VIRTUAL_THREADS ->
              () -> Parties.virtualThreads(ImapBenchmark::virtualThreads);
        };
  }

  /** One item, there and back. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long mapped() throws Exception {
    return batch.run();
  }

  private static Iterable<Integer> items() {
    return () -> IntStream.range(0, ITEMS).iterator();
  }

  private static long greenlets() {
    long sum = 0;
    for (Integer result : new Pool(AT_A_TIME).imap(i -> i, items())) {
      sum += result >= 0 ? 1 : 0;
    }
    return sum;
  }

  private static long virtualThreads() throws Exception {
    Semaphore places = new Semaphore(AT_A_TIME);
    Deque<Future<Integer>> begun = new ArrayDeque<>();
    long sum = 0;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Integer item : items()) {
        if (begun.size() == AT_A_TIME) {
          sum += begun.remove().get() >= 0 ? 1 : 0;
        }
        places.acquire();
        begun.add(
            executor.submit(() -> {
              try {
                return item;
              } finally {
                places.release();
              }
            }));
      }
      for (Future<Integer> last : begun) {
        sum += last.get() >= 0 ? 1 : 0;
      }
    }
    return sum;
  }
}
