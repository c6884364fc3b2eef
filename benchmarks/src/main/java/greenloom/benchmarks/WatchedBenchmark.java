package greenloom.benchmarks;

import static greenloom.Greenloom.yieldNow;

import greenloom.hub.Hub;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
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
 * What it costs a switch that somebody looks on: one of two greenlets that yield to each other.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar WatchedBenchmark
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
public class WatchedBenchmark {
  static final int SWITCHES = 200_000;
  private static final String WATCHDOG = "greenloom.watchdog";

  /** Who looks on. */
  public enum Rival {
    /** The watchdog only, as in any program. */
    NOBODY,
    /** Not even the watchdog. */
    NO_WATCHDOG,
    /** Runs are timed, by {@link Hub#timeSlices}. */
    SLICES,
    /** Java Flight Recorder, with the events of the library. */
    FLIGHT_RECORDER,
    /** A recording of all that happens, by {@link Hub#record}. */
    RECORDING
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.NOBODY;

  private @Nullable Recording flight;

  /** Lets those look on who do so all the time; before the first hub of the process is made. */
  @Setup
  public void prepare() {
    if (rival == Rival.NO_WATCHDOG) {
      System.setProperty(WATCHDOG, "off");
    } else if (rival == Rival.FLIGHT_RECORDER) {
      flight = new Recording();
      flight.start();
    }
  }

  /** Ends that. */
  @TearDown
  public void end() {
    System.clearProperty(WATCHDOG);
    if (flight != null) {
      flight.close();
    }
  }

  /** One switch. */
  @Benchmark
  @OperationsPerInvocation(SWITCHES)
  @SuppressWarnings("try") // what is opened is only to be closed
  public long switched() throws Exception {
    return switch (rival) {
      case NOBODY, NO_WATCHDOG, FLIGHT_RECORDER -> switches();
      case SLICES -> {
        try (Hub.Hold timed = Hub.current().timeSlices()) {
          yield switches();
        }
      }
      case RECORDING -> {
        try (greenloom.hub.Recording recorded = Hub.current().record()) {
          yield switches();
        }
      }
    };
  }

  private static long switches() {
    return Parties.greenlets(WatchedBenchmark::yields, WatchedBenchmark::yields);
  }

  private static long yields() {
    long yields = 0;
    for (int i = 0; i < SWITCHES / 2; i++) {
      yieldNow();
      yields++;
    }
    return yields;
  }
}
