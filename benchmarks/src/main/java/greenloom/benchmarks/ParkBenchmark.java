package greenloom.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
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
 * What it costs to wake another and to wait: two play ping-pong, each parks until the other unparks
 * it. Threads of every kind run the same code, with {@link LockSupport}; Kotlin's coroutines
 * suspend and resume.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar ParkBenchmark
 * }
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {Jvm.SCHEDULER, Jvm.COLLECTOR, Jvm.HEAP})
public class ParkBenchmark {
  static final int HAND_OVERS = 100_000;

  /** Who plays. */
  public enum Rival {
    /** Two virtual threads on the smallest scheduler there can be: a queue and a loop. */
    BARE_VIRTUAL_THREADS,
    /** Two greenlets on one hub. */
    GREENLETS,
    /** Two virtual threads on one carrier. */
    VIRTUAL_THREADS_1,
    /** Two virtual threads on as many carriers as there are processors. */
    VIRTUAL_THREADS,
    /** Two coroutines of Kotlin in one {@code runBlocking}. */
    KOTLIN
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.GREENLETS;

  private Batch batch = () -> 0;

  /** Makes what will be measured. */
  @Setup
  public void prepare() {
    batch =
        switch (rival) {
          case BARE_VIRTUAL_THREADS ->
              () -> {
                Game game = new Game();
                return new BareScheduler().run(() -> game.play(0), () -> game.play(1));
              };
          case GREENLETS ->
              () -> {
                Game game = new Game();
                return Parties.greenlets(() -> game.play(0), () -> game.play(1));
              };
          case VIRTUAL_THREADS_1 -> {
            JdkScheduler.useOneCarrier();
            yield virtualThreads();
          }
          case VIRTUAL_THREADS -> virtualThreads();
          case KOTLIN -> () -> Kotlin.parks(HAND_OVERS);
        };
  }

  /** One turn handed over. */
  @Benchmark
  @OperationsPerInvocation(HAND_OVERS)
  public long handedOver() throws Exception {
    return batch.run();
  }

  private static Batch virtualThreads() {
    return () -> {
      Game game = new Game();
      return Parties.virtualThreads(() -> game.play(0), () -> game.play(1));
    };
  }

  /** Whose turn it is, and who plays. */
  private static final class Game {
    private final AtomicReferenceArray<Thread> players = new AtomicReferenceArray<>(2);
    private volatile int turn;

    long play(int me) {
      players.set(me, Thread.currentThread());
      int other = 1 - me;
      long played = 0;
      for (int i = 0; i < HAND_OVERS / 2; i++) {
        while (turn != me) {
          LockSupport.park(this);
        }
        played++;
        turn = other;
        LockSupport.unpark(players.get(other)); // one that is not there yet sees its turn
      }
      return played;
    }
  }
}
