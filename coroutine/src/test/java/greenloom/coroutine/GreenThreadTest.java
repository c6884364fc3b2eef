package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/**
 * Bodies that wait inside green threads: the whole green thread waits, others run. Each test runs
 * all its green threads on one platform thread, so a wait that blocked that would never end.
 */
class GreenThreadTest {
  private final MiniHub hub = new MiniHub();
  private final Trail trail = new Trail();

  /** A generator whose body, some calls deep in {@code levels} generators, runs {@code wait}. */
  private static Generator<Integer> around(int levels, Runnable wait) {
    return Generator.of(out -> {
      out.yield(1);
      if (levels > 1) {
        out.yieldAll(around(levels - 1, wait));
      } else {
        wait.run();
      }
      out.yield(2);
    });
  }

  private void holdUp(Object monitor, CountDownLatch held, CountDownLatch release) {
    synchronized (monitor) {
      held.countDown();
      await(release);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void contended(int levels, boolean holderIsGreen) throws Exception {
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    if (holderIsGreen) {
      hub.spawn(() -> {
        holdUp(monitor, held, release);
        return null;
      });
    } else {
      Thread.ofPlatform().start(() -> holdUp(monitor, held, release));
    }
    hub.spawn(() -> {
      await(held);
      Runnable enter =
          () -> {
            trail.add("before");
            synchronized (monitor) {
              trail.add("inside");
            }
          };
      around(levels, enter).forEachRemaining(i -> {});
      return null;
    });
    hub.spawn(() -> {
      await(held);
      while (trail.steps().isEmpty()) {
        Thread.yield();
      }
      trail.add("other");
      release.countDown();
      return null;
    });
    hub.runAll();
    assertThat(trail.steps()).containsExactly("before", "other", "inside");
  }

  @Test
  void synchronized_contendedByAGreenThread_othersRun() throws Exception {
    contended(1, true);
  }

  @Test
  void synchronized_contendedByAPlatformThread_othersRun() throws Exception {
    contended(1, false);
  }

  @Test
  void synchronized_contendedInNestedGenerators_othersRun() throws Exception {
    contended(3, true);
  }

  private void notified(int levels) throws Exception {
    Object monitor = new Object();
    boolean[] told = {false};
    hub.spawn(() -> {
      Runnable wait =
          () -> {
            synchronized (monitor) {
              trail.add("waits");
              while (!told[0]) {
                try {
                  monitor.wait();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
              trail.add("told");
            }
          };
      around(levels, wait).forEachRemaining(i -> {});
      return null;
    });
    hub.spawn(() -> {
      synchronized (monitor) {
        trail.add("tells");
        told[0] = true;
        monitor.notifyAll();
      }
      return null;
    });
    hub.runAll();
    assertThat(trail.steps()).containsExactly("waits", "tells", "told");
  }

  @Test
  void objectWait_inABody_othersRun() throws Exception {
    notified(1);
  }

  @Test
  void objectWait_inNestedBodies_othersRun() throws Exception {
    notified(3);
  }

  @Test
  void objectWait_timed_ends() throws Exception {
    Object monitor = new Object();
    Runnable wait =
        () -> {
          synchronized (monitor) {
            try {
              monitor.wait(5);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          trail.add("over");
        };
    hub.spawn(() -> {
      around(2, wait).forEachRemaining(i -> {});
      return null;
    });
    hub.runAll();
    assertThat(trail.steps()).containsExactly("over");
  }

  @Test
  void timedPark_inNestedBodies_othersRun() throws Exception {
    hub.spawn(() -> {
      around(3, () -> LockSupport.parkNanos(5_000_000)).forEachRemaining(trail::add);
      return null;
    });
    hub.spawn(() -> {
      trail.add("other");
      return null;
    });
    hub.runAll();
    assertThat(trail.steps()).containsExactly(1, 1, 1, "other", 2, 2, 2);
  }

  @Test
  void lock_inABody_othersRun() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    hub.spawn(() -> {
      lock.lock();
      Thread.yield();
      Thread.yield();
      trail.add("unlocks");
      lock.unlock();
      return null;
    });
    hub.spawn(() -> {
      Runnable locked =
          () -> {
            lock.lock();
            trail.add("locked");
            lock.unlock();
          };
      around(1, locked).forEachRemaining(i -> {});
      return null;
    });
    hub.runAll();
    assertThat(trail.steps()).containsExactly("unlocks", "locked");
  }

  @Test
  void coroutine_waitsInItsBody_othersRun() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    hub.spawn(() -> {
      Coroutine main = Coroutine.current();
      Coroutine c =
          Coroutine.of(x -> {
            trail.add("waits");
            go.await();
            return main.switchTo("waited");
          });
      trail.add(c.switchTo());
      c.kill();
      return null;
    });
    hub.spawn(() -> {
      trail.add("lets go");
      go.countDown();
      return null;
    });
    hub.runAll();
    assertThat(trail.steps()).containsExactly("waits", "lets go", "waited");
  }

  @Test
  void trees_ofGreenThreadsOnOneCarrier_areSeparate() throws Exception {
    List<Coroutine> mains = new ArrayList<>();
    List<Generator<Integer>> made = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      hub.spawn(() -> {
        mains.add(Coroutine.current());
        Generator<Integer> g = Generator.of(out -> out.yield(1));
        made.add(g);
        assertThat(g.next()).isEqualTo(1);
        Thread.yield();
        assertThat(mains).hasSize(2).doesNotHaveDuplicates();
        Generator<Integer> theirs = made.get(made.getFirst() == g ? 1 : 0);
        assertThatThrownBy(theirs::next).isInstanceOf(IllegalStateException.class);
        Thread.yield();
        assertThat(g.hasNext()).isFalse();
        return null;
      });
    }
    hub.runAll();
  }

  @Test
  void body_fails_traceShowsTheCallerToo() throws Exception {
    hub.spawn(() -> {
      Generator<Integer> g =
          Generator.of(out -> {
            throw new IllegalArgumentException("boom");
          });
      assertThatThrownBy(() -> askHere(g))
          .satisfies(t ->
              assertThat(t.getStackTrace())
                  .extracting(StackTraceElement::getMethodName)
                  .contains("askHere"));
      return null;
    });
    hub.runAll();
  }

  private static void askHere(Generator<?> g) {
    g.next();
  }

  @Test
  void everything_manyGreenThreadsMonitorsAndGenerators_exclusionHolds() throws Exception {
    Object[] monitors = {new Object(), new Object(), new Object()};
    int[] counts = new int[monitors.length];
    int threads = 20;
    int rounds = 50;
    for (int t = 0; t < threads; t++) {
      int mine = t;
      hub.spawn(() -> {
        Generator<Integer> g = steps(mine, rounds, monitors, counts);
        int seen = 0;
        while (g.hasNext()) {
          seen += g.next();
          Thread.yield();
        }
        assertThat(seen).isEqualTo(rounds);
        return null;
      });
    }
    hub.runAll();
    assertThat(counts[0] + counts[1] + counts[2]).isEqualTo(threads * rounds);
  }

  private static Generator<Integer> steps(int seed, int rounds, Object[] monitors, int[] counts) {
    return Generator.of(out -> {
      for (int i = 0; i < rounds; i++) {
        int m = (seed + i) % monitors.length;
        synchronized (monitors[m]) {
          int was = counts[m];
          if (i % 4 == 0) {
            Thread.yield();
          }
          counts[m] = was + 1;
        }
        if (i % 3 == 0) {
          out.yieldAll(Generator.<Integer>of(o -> o.yield(1)));
        } else {
          out.yield(1);
        }
      }
    });
  }

  @Test
  void virtualThread_ofTheJdk_worksToo() throws Exception {
    FutureTask<List<Integer>> body =
        new FutureTask<>(() -> {
          List<Integer> got = new ArrayList<>();
          around(2, () -> LockSupport.parkNanos(1_000_000)).forEachRemaining(got::add);
          return got;
        });
    Thread.ofVirtual().start(body);
    assertThat(body.get()).containsExactly(1, 1, 2, 2);
  }

  @Test
  void virtualThreads_ofTheJdkOnManyCarriers_workToo() throws Exception {
    Object[] monitors = {new Object(), new Object(), new Object()};
    int[] counts = new int[monitors.length];
    List<FutureTask<Integer>> bodies = new ArrayList<>();
    for (int t = 0; t < 20; t++) {
      int mine = t;
      FutureTask<Integer> body =
          new FutureTask<>(() -> {
            int seen = 0;
            for (int i : (Iterable<Integer>) () -> steps(mine, 50, monitors, counts)) {
              seen += i;
            }
            return seen;
          });
      bodies.add(body);
      Thread.ofVirtual().start(body);
    }
    for (FutureTask<Integer> body : bodies) {
      assertThat(body.get()).isEqualTo(50);
    }
    assertThat(counts[0] + counts[1] + counts[2]).isEqualTo(20 * 50);
  }

  @Test
  void scopedValues_boundInABodyThatYields_staySeparate() throws Exception {
    ScopedValue<String> v = ScopedValue.newInstance();
    hub.spawn(() -> {
      Generator<String> g =
          Generator.of(out ->
              ScopedValue.where(v, "in")
                  .run(() -> {
                    out.yield(v.get());
                    Thread.yield();
                    out.yield(v.get());
                  }));
      ScopedValue.where(v, "out")
          .run(() -> {
            trail.add(g.next());
            Thread.yield();
            trail.add(v.get());
          });
      trail.add(v.isBound());
      trail.add(g.next());
      trail.add(v.isBound());
      g.close();
      return null;
    });
    hub.runAll();
    assertThat(trail.steps()).containsExactly("in", "out", false, "in", false);
  }
}
