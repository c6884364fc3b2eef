package greenloom.benchmarks;

import greenloom.sync.GreenQueue;
import java.util.ArrayDeque;
import java.util.Queue;
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
 * What it costs to hand an item from one to another through the queue that each rival offers for
 * that, where the putter waits for the taker (capacity 0) or may be some items ahead of it.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar QueueBenchmark
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
public class QueueBenchmark {
  static final int ITEMS = 100_000;

  /** Who hands items over, and how. */
  public enum Rival {
    /**
     * A bare continuation of the JDK that fills a queue, and is left when it is full: the floor.
     */
    JDK_CONTINUATION,
    /** Two greenlets with a {@link GreenQueue}. */
    GREENLETS,
    /** Two greenlets with the queue of the JDK that the virtual threads use. */
    GREENLETS_JDK_QUEUE,
    /** Two virtual threads on one carrier, with a queue of the JDK. */
    VIRTUAL_THREADS_1,
    /** The same on as many carriers as there are processors. */
    VIRTUAL_THREADS,
    /** Two virtual threads on one carrier, with a channel of jox. */
    JOX_1,
    /** The same on as many carriers as there are processors. */
    JOX,
    /** Two coroutines of Kotlin in one {@code runBlocking}, with a channel of Kotlin. */
    KOTLIN
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.GREENLETS;

  /** How many items the queue holds. */
  @Param({"0", "16"})
  public int capacity;

  private Batch batch = () -> 0;

  /** Makes what will be measured. */
  @Setup
  public void prepare() {
    if (rival == Rival.VIRTUAL_THREADS_1 || rival == Rival.JOX_1) {
      JdkScheduler.useOneCarrier();
    }
    batch =
        switch (rival) {
          case JDK_CONTINUATION -> () -> jdkContinuation(Math.max(1, capacity));
          case GREENLETS -> () -> Parties.greenlets(Handover.ofOurs(ITEMS, capacity).parties());
          case GREENLETS_JDK_QUEUE ->
              () -> Parties.greenlets(Handover.ofTheJdk(ITEMS, capacity).parties());
          case VIRTUAL_THREADS_1, VIRTUAL_THREADS ->
              () -> Parties.virtualThreads(Handover.ofTheJdk(ITEMS, capacity).parties());
          case JOX_1, JOX ->
              () -> Parties.virtualThreads(Handover.ofJox(ITEMS, capacity).parties());
          case KOTLIN -> () -> Kotlin.items(ITEMS, capacity);
        };
  }

  /** One item handed over. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long handedOver() throws Exception {
    return batch.run();
  }

  /** One item is the least that is handed over for a switch. */
  private static long jdkContinuation(int room) {
    Queue<Object> queue = new ArrayDeque<>(room);
    ContinuationScope scope = new ContinuationScope("queue");
    Object item = new Object();
    Continuation putter =
        new Continuation(
            scope,
            () -> {
              for (int i = 0; i < ITEMS; i++) {
                if (queue.size() == room) {
                  Continuation.yield(scope);
                }
                queue.add(item);
              }
            });
    long taken = 0;
    while (!putter.isDone()) {
      putter.run();
      while (queue.poll() != null) {
        taken++;
      }
    }
    return taken;
  }
}
