package greenloom.benchmarks;

import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import greenloom.hub.Placement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
 * What a virtual thread costs that a platform thread starts: made, handed to whatever is the JVM's
 * default scheduler, run to its end. It needs a JVM of its own, because there is no way back.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar RouterBenchmark
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
public class RouterBenchmark {
  static final int THREADS = 10_000;

  /** What the default scheduler is. */
  public enum Rival {
    /** The JDK's, on one carrier. */
    JDK_1,
    /** The JDK's, on as many carriers as there are processors. */
    JDK,
    /** A hub. */
    HUB,
    /** A group of one hub: what choosing costs, and nothing else. */
    HUBS_1,
    /** A group of two hubs, in turn. */
    HUBS,
    /** A group of two hubs, by load. */
    HUBS_BY_LOAD
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.HUBS;

  private List<Hub> hubs = List.of();

  /** Replaces the default scheduler, while it is not too late. */
  @Setup
  public void prepare() {
    switch (rival) {
      case JDK_1 -> JdkScheduler.useOneCarrier();
      case JDK -> {}
      case HUB -> {
        Hub hub = Hub.start("all");
        hub.installAsDefaultScheduler();
        hubs = List.of(hub);
      }
      case HUBS_1 -> install(1, Placement.roundRobin());
      case HUBS -> install(2, Placement.roundRobin());
      case HUBS_BY_LOAD -> install(2, Placement.leastLoaded());
    }
  }

  private void install(int count, Placement placement) {
    Hubs group = Hub.setup("all").start(count, placement);
    group.installAsDefaultScheduler();
    hubs = group.members();
  }

  /** Ends what was started; each hub must have had its part. */
  @TearDown
  public void end() {
    for (Hub hub : hubs) {
      if (hub.stats().runs() < THREADS / 10) {
        throw new IllegalStateException(hub + " has hardly run anything");
      }
      hub.close();
    }
  }

  /** One thread started, and run. */
  @Benchmark
  @OperationsPerInvocation(THREADS)
  public long started() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(THREADS);
    for (int i = 0; i < THREADS; i++) {
      Thread.startVirtualThread(ran::countDown);
    }
    ran.await();
    return THREADS - ran.getCount();
  }
}
