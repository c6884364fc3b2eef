package greenloom.benchmarks;

import static greenloom.Greenloom.killAll;
import static greenloom.Greenloom.spawnLater;
import static greenloom.Greenloom.withTimeout;

import greenloom.Greenlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
 * What it costs to arm a time limit and to call it off again because what it was for is over at
 * once, with so many others pending. Virtual threads of the JDK have no time limits of their own,
 * so its two ways to have one are here.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar TimerBenchmark
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
public class TimerBenchmark {
  static final int LIMITS = 10_000;
  private static final Duration LIMIT = Duration.ofHours(1);

  /** Who limits. */
  public enum Rival {
    /** {@code withTimeout} in a greenlet. */
    GREENLETS,
    /** A task scheduled and cancelled, in an executor that drops cancelled tasks. */
    SCHEDULED_EXECUTOR,
    /** {@code orTimeout} of a future that is then completed. */
    COMPLETABLE_FUTURE,
    /** {@code withTimeout} of Kotlin in {@code runBlocking}. */
    KOTLIN
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.GREENLETS;

  /** How many timers are pending beside. */
  @Param({"0", "100000"})
  public int others;

  private Batch batch = () -> 0;
  private Runnable end = () -> {};

  /** Makes what will be measured, and the others. */
  @Setup
  public void prepare() {
    switch (rival) {
      case GREENLETS -> greenlets();
      case SCHEDULED_EXECUTOR -> executor();
      case COMPLETABLE_FUTURE -> futures();
      case KOTLIN -> {
        TimeLimits limits = new TimeLimits(others);
        batch = () -> limits.arm(LIMITS);
        end = limits::close;
      }
    }
  }

  /** Calls off the others. */
  @TearDown
  public void end() {
    end.run();
  }

  /** One limit armed and called off. */
  @Benchmark
  @OperationsPerInvocation(LIMITS)
  public long limit() throws Exception {
    return batch.run();
  }

  private void greenlets() {
    List<Greenlet<?>> pending = new ArrayList<>();
    for (int i = 0; i < others; i++) {
      pending.add(spawnLater(LIMIT.plusMillis(i), () -> {}));
    }
    batch = () -> Parties.greenlets(() -> times(count -> withTimeout(LIMIT, () -> count[0]++)));
    end = () -> killAll(pending);
  }

  private void executor() {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    executor.setRemoveOnCancelPolicy(true);
    for (int i = 0; i < others; i++) {
      var _ = executor.schedule(() -> {}, LIMIT.toMillis() + i, TimeUnit.MILLISECONDS);
    }
    batch =
        () ->
            times(count -> {
              Future<?> timer =
                  executor.schedule(() -> {}, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
              count[0]++;
              timer.cancel(false);
            });
    end = executor::shutdownNow;
  }

  private void futures() {
    List<CompletableFuture<Object>> pending = new ArrayList<>();
    for (int i = 0; i < others; i++) {
      pending.add(future(LIMIT.toMillis() + i));
    }
    batch =
        () ->
            times(count -> {
              CompletableFuture<Object> future = future(LIMIT.toMillis());
              count[0]++;
              future.complete(this);
            });
    end = () -> pending.forEach(future -> future.complete(this));
  }

  private static CompletableFuture<Object> future(long millis) {
    return new CompletableFuture<>().orTimeout(millis, TimeUnit.MILLISECONDS);
  }

  private static long times(Consumer<long[]> once) {
    long[] count = new long[1];
    for (int i = 0; i < LIMITS; i++) {
      once.accept(count);
    }
    return count[0];
  }
}
