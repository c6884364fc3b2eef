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
  private static final int FEW = 5_000;
  private static final int OFTEN = 40;

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

  /**
   * Sees that the rival is what it says, and lets a few sleep and come back first. Frames that went
   * to sleep in code that was compiled before anybody came back are rewritten one by one when they
   * wake up, for longer than all else takes.
   */
  @Setup
  public void prepare() throws Exception {
    if (rival == Rival.VIRTUAL_THREADS_1) {
      JdkScheduler.useOneCarrier();
    }
    for (int i = 0; i < OFTEN; i++) {
      sleepers(FEW, 1);
    }
  }

  /** All started, asleep, and ended; returns how many. */
  @Benchmark
  public long ended() throws Exception {
    return sleepers(count, SECOND);
  }

  private long sleepers(int number, int millis) throws Exception {
    return switch (rival) {
      case GREENLETS -> Parties.greenlets(() -> greenlets(number, millis));
      case VIRTUAL_THREADS_1, VIRTUAL_THREADS ->
          Parties.virtualThreads(() -> virtualThreads(number, millis));
      case KOTLIN -> Kotlin.sleepers(number, millis);
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

  private long greenlets(int number, int millis) {
    Greenlet<?>[] started = new Greenlet<?>[number];
    for (int i = 0; i < number; i++) {
      started[i] = spawn(() -> sleep(millis));
    }
    joinAll(started);
    return woken.sumThenReset();
  }

  private long virtualThreads(int number, int millis) throws InterruptedException {
    Thread[] started = new Thread[number];
    for (int i = 0; i < number; i++) {
      started[i] = Thread.startVirtualThread(() -> sleep(millis));
    }
    for (Thread thread : started) {
      thread.join();
    }
    return woken.sumThenReset();
  }

  private void sleep(int millis) {
    try {
      Thread.sleep(millis);
      woken.increment();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
