package greenloom;

import static greenloom.Greenloom.blocking;
import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.AsyncResult;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Native threads beside a hub. */
@ExtendWith(NothingLeft.class)
class ThreadPoolIT {
  private static final Duration MOMENT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A latch that a job stands at, with the patience of a test. */
  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void blocking_runsOnANativeThread_whileOthersGoOn() {
    TestHub.virtual()
        .run(() -> {
          CountDownLatch go = new CountDownLatch(1);
          List<String> trace = new ArrayList<>();
          Greenlet<Thread> job =
              spawn(() ->
                  blocking(() -> {
                    await(go);
                    return Thread.currentThread();
                  }));
          Greenlet<?> other =
              spawn(() -> {
                trace.add("goes on");
                go.countDown();
              });
          joinAll(job, other);
          assertThat(job.get().isVirtual()).isFalse();
          assertThat(job.get().isDaemon()).isTrue();
          assertThat(trace).containsExactly("goes on");
        });
  }

  /** The file is a named pipe, which is read only while it is written. */
  @Test
  void blocking_isEnoughForFiles(@TempDir Path folder) {
    TestHub.virtual()
        .run(() -> {
          Path file = folder.resolve("pipe");
          int made = new ProcessBuilder("mkfifo", file.toString()).start().waitFor();
          assumeTrue(made == 0, "SKIPPED: no named pipes");
          Greenlet<String> reader = spawn(() -> blocking(() -> Files.readString(file)));
          Greenlet<Path> writer = spawn(() -> blocking(() -> Files.writeString(file, "text")));
          joinAll(reader, writer);
          assertThat(reader.get()).isEqualTo("text");
        });
  }

  @Test
  void blocking_throwsWhatTheJobThrows() {
    TestHub.virtual()
        .run(() -> {
          IOException checked = new IOException("checked");
          try {
            blocking(() -> {
              throw checked;
            });
          } catch (IOException e) {
            assertThat(e).isSameAs(checked);
          }
          for (Throwable unchecked : List.of(new IllegalStateException("a"), new Error("b"))) {
            assertThatThrownBy(() ->
                    blocking(() -> {
                      if (unchecked instanceof Error e) {
                        throw e;
                      }
                      throw (RuntimeException) unchecked;
                    }))
                .isSameAs(unchecked);
          }
        });
  }

  @Test
  void kill_endsTheWait_andTheJobRunsOn() {
    TestHub.virtual()
        .run(() -> {
          CountDownLatch begun = new CountDownLatch(1);
          CountDownLatch go = new CountDownLatch(1);
          AsyncResult<String> ended = new AsyncResult<>();
          Greenlet<?> g =
              spawn(() ->
                  blocking(() -> {
                    begun.countDown();
                    await(go);
                    ended.set("to the end");
                  }));
          yieldNow();
          await(begun);
          g.kill();
          assertThat(g.killed()).isTrue();
          assertThat(ended.ready()).isFalse();
          go.countDown();
          assertThat(ended.get(LONG)).isEqualTo("to the end");
        });
  }

  @Test
  void limit_endsTheWait() {
    CountDownLatch go = new CountDownLatch(1);
    TestHub.real()
        .run(() ->
            assertThatThrownBy(() -> withTimeout(MOMENT, () -> blocking(() -> await(go))))
                .isInstanceOf(TimeoutExpired.class));
    go.countDown();
  }

  @Test
  void interrupt_cancelsTheWait_andStaysSet() {
    CountDownLatch go = new CountDownLatch(1);
    TestHub.virtual()
        .run(() -> {
          Greenlet<Boolean> g =
              spawn(() -> {
                assertThatThrownBy(() -> blocking(() -> await(go)))
                    .isInstanceOf(CancellationException.class);
                return Thread.currentThread().isInterrupted();
              });
          yieldNow();
          g.thread().interrupt();
          assertThat(g.get()).isTrue();
          go.countDown();
        });
  }

  /** Kills and limits at about the time the answer comes: one or the other, and the next works. */
  @Test
  void killsAndLimits_racingWithTheAnswer() {
    TestHub.real()
        .run(() -> {
          Random random = new Random();
          try (ThreadPool pool = new ThreadPool(2)) {
            for (int i = 0; i < 300; i++) {
              int n = i;
              Duration limit = Duration.ofNanos(random.nextInt(100_000));
              Greenlet<Integer> g =
                  spawn(() -> n % 2 == 0 ? pool.apply(() -> n) : limited(limit, pool, n));
              sleep(Duration.ofNanos(random.nextInt(100_000)));
              g.kill();
              assertThat(g.killed() || g.value() == n || g.value() == -1).isTrue();
            }
            assertThat(pool.apply(() -> "next")).isEqualTo("next");
          }
        });
  }

  private static int limited(Duration limit, ThreadPool pool, int n) {
    return withTimeout(limit, () -> pool.apply(() -> n), -1);
  }

  // gevent test__threadpool: jobs run in order
  @Test
  void oneThread_runsJobsInOrder() {
    TestHub.virtual()
        .run(() -> {
          try (ThreadPool pool = new ThreadPool(1)) {
            ConcurrentLinkedQueue<Integer> order = new ConcurrentLinkedQueue<>();
            List<AsyncResult<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
              int n = i;
              results.add(pool.spawn(() -> order.add(n)));
            }
            results.forEach(AsyncResult::get);
            assertThat(List.copyOf(order)).isSorted().hasSize(50);
          }
        });
  }

  @Test
  void size_boundsTheThreads() {
    TestHub.virtual()
        .run(() -> {
          try (ThreadPool pool = new ThreadPool(3)) {
            assertThat(pool.size()).isEqualTo(3);
            AtomicInteger busy = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            var threads = ConcurrentHashMap.<Thread>newKeySet();
            List<AsyncResult<Void>> results = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
              Action job =
                  () -> {
                    most.accumulateAndGet(busy.incrementAndGet(), Math::max);
                    threads.add(Thread.currentThread());
                    Thread.sleep(1);
                    busy.decrementAndGet();
                  };
              results.add(pool.spawn(job));
            }
            results.forEach(AsyncResult::get);
            assertThat(most.get()).isLessThanOrEqualTo(3);
            assertThat(threads).hasSizeLessThanOrEqualTo(3);
          }
        });
    assertThatThrownBy(() -> new ThreadPool(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idleThreads_end() throws InterruptedException {
    try (ThreadPool pool = new ThreadPool(2, "idle", MOMENT)) {
      Thread worker = pool.apply(Thread::currentThread);
      worker.join(30_000);
      assertThat(worker.isAlive()).isFalse();
      assertThat(pool.apply(Thread::currentThread)).isNotSameAs(worker);
    }
  }

  @Test
  void closed_takesNoJobs_butDoesThoseItHas() {
    TestHub.virtual()
        .run(() -> {
          CountDownLatch go = new CountDownLatch(1);
          ThreadPool pool = new ThreadPool(1);
          AsyncResult<String> first =
              pool.spawn(() -> {
                await(go);
                return "first";
              });
          AsyncResult<String> second = pool.spawn(() -> "second");
          pool.close();
          assertThatThrownBy(() -> pool.spawn(() -> "third"))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("closed");
          go.countDown();
          assertThat(first.get() + second.get()).isEqualTo("firstsecond");
        });
  }

  @Test
  void poolOfAHub_endsWithIt() throws InterruptedException {
    AtomicReference<ThreadPool> pool = new AtomicReference<>();
    AtomicReference<Thread> worker = new AtomicReference<>();
    try (Hub hub = Hub.start("short-lived")) {
      Greenloom.spawnOn(
              hub,
              () -> {
                pool.set(ThreadPool.ofHub());
                assertThat(ThreadPool.ofHub()).isSameAs(pool.get());
                worker.set(blocking(Thread::currentThread));
              })
          .get();
      assertThat(pool.get()).isNotSameAs(ThreadPool.ofHub());
    }
    assertThatThrownBy(() -> pool.get().spawn(() -> "late"))
        .isInstanceOf(IllegalStateException.class);
    worker.get().join(30_000);
    assertThat(worker.get().isAlive()).isFalse();
  }

  @Test
  void jobs_fromAnyThread() throws Exception {
    try (ThreadPool pool = new ThreadPool(2)) {
      assertThat(pool.apply(() -> "platform")).isEqualTo("platform");
      AtomicReference<String> got = new AtomicReference<>();
      Thread.ofVirtual().start(() -> got.set(pool.apply(() -> "virtual"))).join();
      assertThat(got.get()).isEqualTo("virtual");
      Thread.ofVirtual().start(() -> got.set(blocking(() -> "background"))).join();
      assertThat(got.get()).isEqualTo("background");
    }
  }

  @Test
  void runningJob_holdsADeadlockUp() {
    CountDownLatch go = new CountDownLatch(1);
    try (ThreadPool pool = new ThreadPool(1)) {
      for (int i = 0; i < 200; i++) {
        AsyncResult<String> result = pool.spawn(() -> "value");
        assertThat(result.get()).isEqualTo("value");
      }
      AsyncResult<String> slow =
          pool.spawn(() -> {
            await(go);
            return "slow";
          });
      Greenlet<String> waiter = spawn(() -> slow.get());
      Thread releaser =
          Thread.ofPlatform()
              .start(() -> {
                sleep(MOMENT.multipliedBy(5));
                go.countDown();
              });
      assertThat(waiter.get()).isEqualTo("slow");
      assertThat(releaser).isNotNull();
    }
  }

  @Test
  void resize_larger_whatWaitsInLineBegins_smaller_noMoreRunAtOnce() {
    TestHub.real()
        .run(() -> {
          try (ThreadPool pool = new ThreadPool(1)) {
            CountDownLatch three = new CountDownLatch(3);
            List<AsyncResult<Void>> meeting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
              meeting.add(
                  pool.spawn(() -> {
                    three.countDown();
                    await(three);
                  }));
            }
            pool.resize(3);
            meeting.forEach(AsyncResult::get);
            pool.resize(1);
            assertThat(pool.size()).isEqualTo(1);
            while (pool.threads() > 1) {
              sleep(MOMENT);
            }
            AtomicInteger atOnce = new AtomicInteger();
            List<AsyncResult<Boolean>> alone = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
              alone.add(
                  pool.spawn(() -> {
                    boolean only = atOnce.incrementAndGet() == 1;
                    Thread.sleep(1);
                    atOnce.decrementAndGet();
                    return only;
                  }));
            }
            assertThat(alone).allMatch(AsyncResult::get);
            assertThatThrownBy(() -> pool.resize(0)).hasMessageContaining("one thread at least");
          }
        });
  }
}
