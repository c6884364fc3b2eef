package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.jdk.Jdk;
import greenloom.jdk.RawContinuation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Green threads of two hubs, platform threads and the JDK's virtual threads at the same monitors:
 * each monitor has one owner at a time, and nobody is forgotten.
 */
@Timeout(60)
class MonitorStressIT {
  private static final int GREEN = 12;
  private static final int FOREIGN = 2;
  private static final Duration TIME = Duration.ofMillis(900);

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final List<Gate> gates = Stream.generate(Gate::new).limit(3).toList();
  private final Store store = new Store();
  private final AtomicInteger interrupts = new AtomicInteger();
  private final AtomicInteger kills = new AtomicInteger();
  private final ConcurrentLinkedQueue<Throwable> others = new ConcurrentLinkedQueue<>();
  private volatile boolean stop;

  /** A monitor, and who is in it. */
  private static final class Gate {
    private final AtomicInteger inside = new AtomicInteger();
    private long passed; // guarded by the monitor
    private final AtomicLong passages = new AtomicLong();
    private final AtomicBoolean crowded = new AtomicBoolean();

    private void pass() {
      if (inside.incrementAndGet() != 1) {
        crowded.set(true);
      }
      passed++;
      passages.incrementAndGet();
    }

    private void leave() {
      inside.decrementAndGet();
    }

    synchronized void enter(boolean yield) {
      pass();
      try {
        if (yield) {
          Thread.yield(); // a kill may come out
        }
      } finally {
        leave();
      }
    }

    synchronized void enterTwice() {
      pass();
      leave();
      enter(true);
    }

    synchronized void waitFor(long millis) throws InterruptedException {
      pass();
      leave();
      wait(millis);
      pass();
      leave();
    }

    synchronized void tell(boolean all) {
      pass();
      if (all) {
        notifyAll();
      } else {
        notify();
      }
      leave();
    }
  }

  /** The textbook's: who waits longer than anything else does was forgotten. */
  private static final class Store {
    private int items;

    synchronized void put() {
      items++;
      notify();
    }

    synchronized boolean take() throws InterruptedException {
      while (items == 0) {
        wait();
      }
      items--;
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void manyMonitors_anyThreads_oneOwnerAtATime_nobodyForgotten(long seed) throws Exception {
    Hub one = hubs.start("one");
    Hub two = hubs.start("two");
    List<GreenThread> greens = new ArrayList<>();
    for (int i = 0; i < GREEN; i++) {
      Random random = new Random(seed * 100 + i);
      Hub hub = i % 2 == 0 ? one : two;
      greens.add(hub.spawn("green-" + i, () -> work(random, true)));
    }
    List<Thread> foreign = new ArrayList<>();
    for (int i = 0; i < FOREIGN; i++) {
      Random random = new Random(seed * 100 + GREEN + i);
      Random another = new Random(seed * 100 + GREEN + FOREIGN + i);
      foreign.add(Thread.ofPlatform().start(() -> work(random, false)));
      foreign.add(Thread.ofVirtual().start(() -> work(another, false)));
    }
    disturb(greens, new Random(seed));
    stop = true;
    List<Thread> all =
        Stream.concat(greens.stream().map(GreenThread::thread), foreign.stream()).toList();
    for (Thread t : all) {
      freeUntilEnded(t, one, two);
    }
    assertThat(others).isEmpty();
    for (Gate g : gates) {
      assertThat(g.crowded).isFalse();
      assertThat(g.passed).isEqualTo(g.passages.get()).isPositive();
    }
    assertThat(one.stats().spares()).isPositive();
    assertThat(one.stats().unblocked()).isPositive();
    assertThat(interrupts.get()).isPositive();
    assertThat(kills.get()).isPositive();
  }

  /** Waits without a limit are ended now and then; those with items must end by themselves. */
  private void freeUntilEnded(Thread t, Hub one, Hub two) throws InterruptedException {
    long until = System.nanoTime() + JdkWait.SOON.toNanos();
    while (!t.join(Duration.ofMillis(5))) {
      gates.forEach(g -> g.tell(true));
      store.put();
      if (System.nanoTime() - until > 0) {
        throw new AssertionError(t + " is stuck\n" + one.dump() + two.dump());
      }
    }
  }

  private void disturb(List<GreenThread> greens, Random random) throws InterruptedException {
    long until = System.nanoTime() + TIME.toNanos();
    while (System.nanoTime() - until < 0) {
      GreenThread victim = greens.get(random.nextInt(greens.size()));
      if (random.nextBoolean()) {
        victim.deliver(new GreenletExit());
      } else {
        victim.thread().interrupt();
      }
      if (random.nextInt(20) == 0) {
        Thread.sleep(1);
      }
      for (int spin = random.nextInt(10_000); spin > 0; spin--) {
        Thread.onSpinWait();
      }
    }
  }

  private void work(Random random, boolean green) {
    while (!stop) {
      try {
        Gate gate = gates.get(random.nextInt(gates.size()));
        operation(gate, random.nextInt(green ? 9 : 7), random);
      } catch (InterruptedException e) {
        if (green && GreenThread.current().unmask(e) instanceof GreenletExit) {
          kills.incrementAndGet();
        } else {
          interrupts.incrementAndGet();
        }
      } catch (GreenletExit e) {
        kills.incrementAndGet();
      } catch (Throwable e) {
        others.add(e);
      }
    }
  }

  private void operation(Gate gate, int kind, Random random) throws InterruptedException {
    switch (kind) {
      case 0 -> gate.enter(false);
      case 1 -> gate.enter(true);
      case 2 -> gate.enterTwice();
      case 3 -> gate.waitFor(1 + random.nextInt(3));
      case 4 -> gate.tell(random.nextBoolean());
      case 5 -> store.put();
      case 6 -> store.take();
      case 7 -> inABody(() -> gate.enter(true));
      default -> sleepTogetherWithTheCarrier();
    }
  }

  /** So that the hub goes on with a spare. */
  private static void sleepTogetherWithTheCarrier() throws InterruptedException {
    PIN.run();
    try {
      Thread.sleep(1);
    } finally {
      UNPIN.run();
    }
  }

  private static final Runnable PIN = pinning("pin");
  private static final Runnable UNPIN = pinning("unpin");

  private static Runnable pinning(String name) {
    try {
      Jdk.features(); // opens the package
      MethodHandle pinning =
          MethodHandles.lookup()
              .findStatic(
                  Class.forName("jdk.internal.vm.Continuation"),
                  name,
                  MethodType.methodType(void.class));
      return MethodHandleProxies.asInterfaceInstance(Runnable.class, pinning);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** In a generator's body, which is left in the middle before it comes to the monitor. */
  private static void inABody(Runnable body) {
    RawContinuation[] c = new RawContinuation[1];
    c[0] =
        new RawContinuation(() -> {
          c[0].suspend();
          body.run();
          c[0].suspend();
          body.run();
        });
    while (!c[0].done()) {
      c[0].resume();
    }
  }

  /** All of one hub, and no time limits: whoever is forgotten is never woken. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8, 200})
  void passedAround_noneForgotten_threeWakeupsAtMost(int players) throws Exception {
    Hub hub = hubs.start("one");
    Round round = new Round(players);
    List<GreenThread> threads =
        IntStream.range(0, players)
            .mapToObj(i -> hub.spawn("player-" + i, () -> UncheckedFailure.of(() -> round.play(i))))
            .toList();
    for (GreenThread t : threads) {
      assertThat(t.thread().join(JdkWait.SOON)).as("%s", hub.dump()).isTrue();
    }
    assertThat(round.turn).isEqualTo(Round.TURNS + players - 1);
    HubStats stats = hub.stats();
    assertThat(stats.monitorHandOvers()).isPositive();
    assertThat(stats.monitorWakeups()).isLessThanOrEqualTo(3 * stats.monitorHandOvers());
    assertThat(stats.unblocked()).isPositive().isLessThanOrEqualTo(stats.monitorWakeups());
  }

  /** Each waits for its turn at one of two monitors. */
  private static final class Round {
    static final int TURNS = 10_000;

    private final List<Object> monitors = List.of(new Object(), new Object());
    private final int players;
    volatile int turn;

    Round(int players) {
      this.players = players;
    }

    Void play(int me) throws InterruptedException {
      Object mine = monitors.get(me % 2);
      while (true) {
        synchronized (mine) {
          while (turn % players != me) {
            mine.wait();
          }
        }
        int now = turn;
        Object next = monitors.get((me + 1) % players % 2);
        synchronized (next) {
          turn = now + 1;
          next.notifyAll();
        }
        if (now >= TURNS - 1) {
          return null;
        }
      }
    }
  }
}
