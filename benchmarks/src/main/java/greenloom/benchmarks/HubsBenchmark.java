package greenloom.benchmarks;

import static greenloom.Greenloom.spawnOn;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.sync.GreenQueue;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to hand an item from one processor to another: as {@link QueueBenchmark}, but the
 * putter and the taker run on threads of their own.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar HubsBenchmark
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
public class HubsBenchmark {
  static final int ITEMS = 20_000;
  private static final String LOOK_OUT = "greenloom.lookout";

  /** Who hands items over, and how. */
  public enum Rival {
    /** A greenlet on each of two hubs, with a {@link GreenQueue}. */
    GREENLETS,
    /** The same on hubs that go to sleep as soon as they have nothing to do. */
    GREENLETS_WITHOUT_LOOK_OUT,
    /** Two virtual threads on two carriers, with a queue of the JDK. */
    VIRTUAL_THREADS,
    /** The same with a channel of jox. */
    JOX,
    /** Two platform threads, with a queue of the JDK. */
    PLATFORM_THREADS,
    /** Two platform threads that spin at one field: the floor. */
    SPINNING_THREADS
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.GREENLETS;

  /** How many items the queue holds. */
  @Param({"0", "16"})
  public int capacity;

  private List<Hub> hubs = List.of();

  /** Starts the hubs, which ask how they shall sleep. */
  @Setup
  public void prepare() {
    if (rival == Rival.GREENLETS_WITHOUT_LOOK_OUT) {
      System.setProperty(LOOK_OUT, "off");
    }
    hubs = List.of(Hub.start("one"), Hub.start("other"));
    System.clearProperty(LOOK_OUT);
  }

  /** Ends the hubs. */
  @TearDown
  public void close() {
    hubs.forEach(Hub::close);
  }

  /** One item handed over. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long handedOver() throws Exception {
    return switch (rival) {
      case GREENLETS, GREENLETS_WITHOUT_LOOK_OUT -> {
        Handover handover = Handover.ofOurs(ITEMS, capacity);
        Greenlet<Long> putter = spawnOn(hubs.getFirst(), handover.putter()::run);
        Greenlet<Long> taker = spawnOn(hubs.getLast(), handover.taker()::run);
        yield putter.get() + taker.get();
      }
      case VIRTUAL_THREADS -> Parties.virtualThreads(Handover.ofTheJdk(ITEMS, capacity).parties());
      case JOX -> Parties.virtualThreads(Handover.ofJox(ITEMS, capacity).parties());
      case PLATFORM_THREADS ->
          Parties.platformThreads(Handover.ofTheJdk(ITEMS, capacity).parties());
      case SPINNING_THREADS -> Parties.platformThreads(Handover.bySpinning(ITEMS).parties());
    };
  }
}
