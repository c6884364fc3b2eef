package greenloom.benchmarks;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;

import greenloom.Action;
import greenloom.Greenlet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * What it costs to hand a monitor over to one who waits for it. All run the same code.
 *
 * {@snippet lang="shell" :
 *   java -jar benchmarks/target/greenloom-benchmarks.jar MonitorBenchmark
 * }
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(1)
public class MonitorBenchmark {
  private static final int TURNS = 10_000;
  private static final int LINKS = 1_000;

  /** Who hands over. */
  public enum Rival {
    /** Greenlets on one hub. */
    GREENLETS,
    /** The same, where the hub leaves monitors to the JDK. */
    GREENLETS_LEFT_TO_THE_JDK,
    /** Virtual threads on one carrier. */
    VIRTUAL_THREADS_1,
    /** Virtual threads on as many carriers as there are processors. */
    VIRTUAL_THREADS
  }

  /** Runs bodies side by side, until all have ended. */
  @FunctionalInterface
  private interface SideBySide {
    void run(List<Action> bodies) throws Exception;
  }

  /** The one that is measured. */
  @Param public Rival rival = Rival.GREENLETS;

  private SideBySide threads = bodies -> {};

  /** Makes what will be measured; what is set here is read when the first thread is made. */
  @Setup
  public void prepare() {
    switch (rival) {
      case GREENLETS -> threads = MonitorBenchmark::greenlets;
      case GREENLETS_LEFT_TO_THE_JDK -> {
        System.setProperty("greenloom.monitors", "off");
        threads = MonitorBenchmark::greenlets;
      }
      case VIRTUAL_THREADS_1 -> {
        System.setProperty("jdk.virtualThreadScheduler.parallelism", "1");
        System.setProperty("jdk.virtualThreadScheduler.maxPoolSize", "1");
        threads = MonitorBenchmark::virtualThreads;
      }
      case VIRTUAL_THREADS -> threads = MonitorBenchmark::virtualThreads;
    }
  }

  /** One turn of two that wait for each other's {@code notify}. */
  @Benchmark
  @OperationsPerInvocation(TURNS)
  public void notified() throws Exception {
    Game game = new Game();
    threads.run(List.of(() -> game.play(0), () -> game.play(1)));
  }

  /**
   * One link of a chain: each holds a monitor and waits for that of the next, until the last lets
   * go. Making the thread is counted, too.
   */
  @Benchmark
  @OperationsPerInvocation(LINKS)
  public void entered() throws Exception {
    Chain chain = new Chain();
    threads.run(IntStream.range(0, LINKS).<Action>mapToObj(i -> () -> chain.hold(i)).toList());
  }

  /**
   * One block handed over to the other of two, who has been seen to stand before it. Not for the
   * JDK's scheduler with one carrier: what yields there goes before what was unblocked, for ever.
   */
  @Benchmark
  @OperationsPerInvocation(TURNS)
  public void contended() throws Exception {
    Duel duel = new Duel();
    threads.run(List.of(() -> duel.play(0), () -> duel.play(1)));
  }

  private static void greenlets(List<Action> bodies) {
    List<Greenlet<?>> greenlets = new ArrayList<>();
    bodies.forEach(b -> greenlets.add(spawn(b)));
    joinAll(greenlets);
    greenlets.forEach(Greenlet::get);
  }

  private static void virtualThreads(List<Action> bodies) throws Exception {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (Action body : bodies) {
      tasks.add(
          new FutureTask<>(() -> {
            body.run();
            return null;
          }));
    }
    tasks.forEach(Thread::startVirtualThread);
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
  }

  private static final class Game {
    private int turn;

    synchronized void play(int me) throws InterruptedException {
      for (int i = 0; i < TURNS / 2; i++) {
        while (turn != me) {
          wait();
        }
        turn = 1 - me;
        notifyAll();
      }
    }
  }

  private static final class Duel {
    private final AtomicReferenceArray<Thread> players = new AtomicReferenceArray<>(2);
    private volatile int owner = -1;
    private volatile boolean over;

    void play(int me) {
      players.set(me, Thread.currentThread());
      while (players.get(1 - me) == null) {
        Thread.yield();
      }
      for (int i = 0; i < TURNS / 2; i++) {
        synchronized (this) {
          owner = me;
          while (!over && players.get(1 - me).getState() != Thread.State.BLOCKED) {
            Thread.yield();
          }
        }
        while (!over && i < TURNS / 2 - 1 && owner == me) {
          Thread.yield();
        }
      }
      over = true;
    }
  }

  private static final class Chain {
    private final List<Object> monitors = Stream.generate(Object::new).limit(LINKS).toList();
    private final Thread[] holders = new Thread[LINKS];
    private final CountDownLatch held = new CountDownLatch(LINKS);

    void hold(int i) throws InterruptedException {
      synchronized (monitors.get(i)) {
        holders[i] = Thread.currentThread();
        held.countDown();
        held.await();
        if (i == LINKS - 1) {
          letAllComeToStand();
        } else {
          enter(monitors.get(i + 1));
        }
      }
    }

    private static void enter(Object monitor) {
      synchronized (monitor) {
        Thread.onSpinWait();
      }
    }

    private void letAllComeToStand() {
      for (int i = 0; i < LINKS - 1; i++) {
        while (holders[i].getState() != Thread.State.BLOCKED) {
          Thread.yield();
        }
      }
    }
  }
}
