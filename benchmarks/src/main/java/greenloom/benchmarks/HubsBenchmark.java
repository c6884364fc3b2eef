package greenloom.benchmarks;

import static greenloom.Greenloom.spawnOn;

import com.softwaremill.jox.Channel;
import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.sync.GreenQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.SynchronousQueue;
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

  /** Who hands items over, and how. */
  public enum Rival {
    /** A greenlet on each of two hubs, with a {@link GreenQueue}. */
    GREENLETS,
    /** Two virtual threads on two carriers, with a queue of the JDK. */
    VIRTUAL_THREADS,
    /** The same with a channel of jox. */
    JOX,
    /** Two platform threads, with a queue of the JDK. */
    PLATFORM_THREADS
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.GREENLETS;

  /** How many items the queue holds. */
  @Param({"0", "16"})
  public int capacity;

  private final Hub one = Hub.start("one");
  private final Hub other = Hub.start("other");

  /** Ends the hubs. */
  @TearDown
  public void close() {
    one.close();
    other.close();
  }

  /** One item handed over. */
  @Benchmark
  @OperationsPerInvocation(ITEMS)
  public long handedOver() throws Exception {
    return switch (rival) {
      case GREENLETS -> {
        GreenQueue<Object> queue =
            capacity == 0 ? GreenQueue.rendezvous() : GreenQueue.bounded(capacity);
        Greenlet<Long> putter = spawnOn(one, () -> put(queue::put));
        Greenlet<Long> taker = spawnOn(other, () -> take(queue::take));
        yield putter.get() + taker.get();
      }
      case VIRTUAL_THREADS -> {
        BlockingQueue<Object> queue = jdkQueue();
        yield Parties.virtualThreads(() -> put(queue::put), () -> take(queue::take));
      }
      case JOX -> {
        Channel<Object> channel =
            capacity == 0 ? Channel.newRendezvousChannel() : Channel.newBufferedChannel(capacity);
        yield Parties.virtualThreads(() -> put(channel::send), () -> take(channel::receive));
      }
      case PLATFORM_THREADS -> {
        BlockingQueue<Object> queue = jdkQueue();
        Thread putter =
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    put(queue::put);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        long taken = take(queue::take);
        putter.join();
        yield taken;
      }
    };
  }

  private BlockingQueue<Object> jdkQueue() {
    return capacity == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(capacity);
  }

  /** Puts one item. */
  @FunctionalInterface
  private interface Sink {
    void put(Object item) throws Exception;
  }

  private static long put(Sink sink) throws Exception {
    Object item = new Object();
    for (int i = 0; i < ITEMS; i++) {
      sink.put(item);
    }
    return 0;
  }

  private static long take(Callable<Object> source) throws Exception {
    long taken = 0;
    for (int i = 0; i < ITEMS; i++) {
      taken += source.call() != null ? 1 : 0;
    }
    return taken;
  }
}
