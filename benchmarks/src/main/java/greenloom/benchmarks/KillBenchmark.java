package greenloom.benchmarks;

import static greenloom.Greenloom.killAll;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.yieldNow;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.sync.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
 * What it costs to end one of ten thousand that wait: started, waiting, ended from outside, and
 * joined.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar KillBenchmark
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
public class KillBenchmark {
  static final int VICTIMS = 10_000;

  /** Who is ended, and how. */
  public enum Rival {
    /** Greenlets that wait for an event and are killed. */
    GREENLETS,
    /** Greenlets that park as virtual threads do: who is killed there looks at its stack first. */
    GREENLETS_JDK_PARK,
    /** Virtual threads on one carrier that are interrupted, and end for it. */
    VIRTUAL_THREADS_1,
    /** The same on as many carriers as there are processors. */
    VIRTUAL_THREADS,
    /** Coroutines of Kotlin in one {@code runBlocking} that are cancelled. */
    KOTLIN
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
          case GREENLETS -> {
            Event never = new Event();
            yield () -> Parties.greenlets(() -> greenlets(never::await));
          }
          case GREENLETS_JDK_PARK -> () -> Parties.greenlets(() -> greenlets(KillBenchmark::park));
          case VIRTUAL_THREADS_1, VIRTUAL_THREADS ->
              () -> Parties.virtualThreads(KillBenchmark::virtualThreads);
          case KOTLIN -> () -> Kotlin.cancels(VICTIMS);
        };
  }

  /** One started, ended and joined. */
  @Benchmark
  @OperationsPerInvocation(VICTIMS)
  public long ended() throws Exception {
    return batch.run();
  }

  private static void park() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
  }

  private static long greenlets(Action wait) {
    List<Greenlet<?>> victims = new ArrayList<>();
    for (int i = 0; i < VICTIMS; i++) {
      victims.add(spawn(wait));
    }
    yieldNow(); // all run, and wait
    killAll(victims);
    return victims.stream().filter(Greenlet::ready).count();
  }

  private static long virtualThreads() throws InterruptedException {
    List<Thread> victims = new ArrayList<>();
    for (int i = 0; i < VICTIMS; i++) {
      victims.add(Thread.startVirtualThread(KillBenchmark::park));
    }
    Thread.yield();
    victims.forEach(Thread::interrupt);
    for (Thread victim : victims) {
      victim.join();
    }
    return victims.size();
  }
}
