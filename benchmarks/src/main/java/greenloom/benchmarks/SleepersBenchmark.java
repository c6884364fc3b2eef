package greenloom.benchmarks;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
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
 * A crowd of sleepers. {@link #ended} is the time from the start of the first until all have slept
 * one second and are joined, so a second is the floor. {@link #asleep} is how much heap they take
 * while all are asleep, after a collection; the time of its shot means nothing.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar SleepersBenchmark
 * }
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {Jvm.COLLECTOR, Jvm.BIG_HEAP_LEAST, Jvm.BIG_HEAP_MOST})
public class SleepersBenchmark {
  private static final int SECOND = 1000;

  /** Who sleeps. */
  public enum Rival {
    /** Greenlets on one hub. */
    GREENLETS,
    /** Virtual threads on one carrier. */
    VIRTUAL_THREADS_1,
    /** Virtual threads on as many carriers as there are processors. */
    VIRTUAL_THREADS,
    /** Coroutines of Kotlin in one {@code runBlocking}. */
    KOTLIN
  }

  /** What was found, beside the time. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Found {
    /** How much heap all take. */
    public long megabytes;
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.GREENLETS;

  /** How many sleep. */
  @Param("1000000")
  public int count;

  private final LongAdder woken = new LongAdder();

  /** Sees that the rival is what it says, and begins without garbage. */
  @Setup
  public void prepare() {
    if (rival == Rival.VIRTUAL_THREADS_1) {
      JdkScheduler.useOneCarrier();
    }
  }

  /** All started, asleep, and ended; returns how many. */
  @Benchmark
  public long ended() throws Exception {
    return switch (rival) {
      case GREENLETS -> Parties.greenlets(this::greenlets);
      case VIRTUAL_THREADS_1, VIRTUAL_THREADS -> Parties.virtualThreads(this::virtualThreads);
      case KOTLIN -> Kotlin.sleepers(count);
    };
  }

  /** All started and asleep, measured and let go; returns how many. */
  @Benchmark
  public long asleep(Found found) throws Exception {
    Heap heap = new Heap();
    long asleep =
        switch (rival) {
          case GREENLETS -> Parties.greenlets(() -> Crowd.greenlets(count).asleep(heap::look));
          case VIRTUAL_THREADS_1, VIRTUAL_THREADS -> Crowd.virtualThreads(count).asleep(heap::look);
          case KOTLIN -> Kotlin.waiting(count, true, heap::look);
        };
    found.megabytes = heap.grown() / 1_000_000;
    return asleep;
  }

  private long greenlets() {
    Greenlet<?>[] started = new Greenlet<?>[count];
    for (int i = 0; i < count; i++) {
      started[i] = spawn(this::sleep);
    }
    joinAll(started);
    return woken.sumThenReset();
  }

  private long virtualThreads() throws InterruptedException {
    Thread[] started = new Thread[count];
    for (int i = 0; i < count; i++) {
      started[i] = Thread.startVirtualThread(this::sleep);
    }
    for (Thread thread : started) {
      thread.join();
    }
    return woken.sumThenReset();
  }

  private void sleep() {
    try {
      Thread.sleep(SECOND);
      woken.increment();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
