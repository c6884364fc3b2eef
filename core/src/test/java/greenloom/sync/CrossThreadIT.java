package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static greenloom.Greenloom.withTimeout;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.GreenletExit;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One object, hammered by greenlets of two hubs, platform threads and the JDK's virtual threads at
 * once: nothing is lost, nothing comes twice.
 */
@ExtendWith(NothingLeft.class)
class CrossThreadIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int ROUNDS = 1_000;

  // gevent test__semaphore: two threads, nothing is lost
  @Test
  void semaphore_isNeverHeldByTooMany_andLosesNoPermit() throws InterruptedException {
    GreenSemaphore s = new GreenSemaphore(2);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Everywhere.run(() -> {
      for (int i = 0; i < ROUNDS; i++) {
        s.acquire();
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        inside.decrementAndGet();
        s.release();
      }
    });
    assertThat(most.get()).isBetween(1, 2);
    assertThat(s.permits()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 1_000_000})
  void queue_everyItemIsTakenOnce(int capacity) throws InterruptedException {
    GreenQueue<Long> q =
        capacity == 0
            ? GreenQueue.rendezvous()
            : capacity > ROUNDS * 10 ? GreenQueue.unbounded() : GreenQueue.bounded(capacity);
    AtomicLong put = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    AtomicLong sum = new AtomicLong();
    Everywhere.run(
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            q.put(put.incrementAndGet());
          }
        },
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            sum.addAndGet(q.take());
            taken.incrementAndGet();
          }
        });
    long n = (long) Everywhere.COPIES * ROUNDS;
    assertThat(taken.get()).isEqualTo(n);
    assertThat(sum.get()).isEqualTo(n * (n + 1) / 2);
    assertThat(q.ready()).isFalse();
  }

  /** Limits that pass at about the time the item comes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000_000})
  void queue_withShortLimits_losesNothing(int capacity) throws InterruptedException {
    GreenQueue<Long> q =
        capacity == 0
            ? GreenQueue.rendezvous()
            : capacity > ROUNDS ? GreenQueue.unbounded() : GreenQueue.bounded(capacity);
    AtomicLong in = new AtomicLong();
    AtomicLong out = new AtomicLong();
    AtomicInteger putters = new AtomicInteger(Everywhere.COPIES);
    Everywhere.run(
        () -> {
          Random random = new Random();
          for (long i = 1; i <= ROUNDS / 4; i++) {
            if (q.offer(i, Duration.ofNanos(random.nextInt(300_000)))) {
              in.addAndGet(i);
            }
          }
          putters.decrementAndGet();
        },
        () -> {
          Random random = new Random();
          while (putters.get() > 0 || q.ready()) {
            Long item = q.poll(Duration.ofNanos(random.nextInt(300_000)));
            out.addAndGet(item == null ? 0 : item);
          }
        });
    for (Long item = q.poll(); item != null; item = q.poll()) {
      out.addAndGet(item);
    }
    assertThat(out.get()).isEqualTo(in.get()).isPositive();
  }

  /** Kills from another hub while items and permits are handed over from a third place. */
  @Test
  void killedWaiters_eatNothing() throws Exception {
    GreenQueue<Integer> q = GreenQueue.unbounded();
    GreenSemaphore s = new GreenSemaphore(0);
    AtomicInteger items = new AtomicInteger();
    AtomicInteger permits = new AtomicInteger();
    int n = 400;
    try (Hub hub = Hub.start("victims")) {
      List<Greenlet<?>> victims = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        victims.add(
            spawnOn(
                hub,
                () -> {
                  q.take();
                  items.incrementAndGet();
                }));
        victims.add(
            spawnOn(
                hub,
                () -> {
                  s.acquire();
                  permits.incrementAndGet();
                }));
      }
      CompletableFuture<Void> giver =
          Everywhere.on(
              Thread.ofVirtual(),
              () -> {
                for (int i = 0; i < n; i++) {
                  q.put(i);
                  s.release();
                }
              });
      for (int i = victims.size() - 1; i >= 0; i -= 2) {
        victims.get(i).killSoon();
        victims.get(victims.size() - 1 - i).killSoon();
      }
      giver.join();
      Greenloom.killAll(victims);
      assertThat(items.get() + q.size()).isEqualTo(n);
      assertThat(permits.get() + s.permits()).isEqualTo(n);
    }
  }

  @Test
  void event_setThenCleared_wakesThoseWhoWait() throws InterruptedException {
    for (int round = 0; round < 100; round++) {
      Event event = new Event();
      AtomicInteger woken = new AtomicInteger();
      CompletableFuture<Void> waiter =
          Everywhere.on(
              round % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual(),
              () -> {
                event.await(LONG);
                woken.incrementAndGet();
              });
      Greenlet<?> here =
          spawn(() -> {
            event.await(LONG);
            woken.incrementAndGet();
          });
      while (!event.toString().contains("2 waiting")) {
        sleep(Duration.ofNanos(100_000));
      }
      event.set();
      event.clear();
      here.join();
      waiter.join();
      assertThat(woken.get()).isEqualTo(2);
    }
  }

  // gevent test__event: TestAsyncResultCrossThread
  @Test
  void asyncResult_onlyOneSetterWins_andAllSeeTheSame() throws InterruptedException {
    for (int round = 0; round < 30; round++) {
      AsyncResult<Integer> result = new AsyncResult<>();
      AtomicInteger won = new AtomicInteger();
      AtomicInteger names = new AtomicInteger();
      AtomicInteger told = new AtomicInteger();
      List<Integer> seen = java.util.Collections.synchronizedList(new ArrayList<>());
      Everywhere.run(
          () -> {
            result.whenReady(told::incrementAndGet);
            seen.add(result.get(LONG));
          },
          () -> won.addAndGet(result.set(names.incrementAndGet()) ? 1 : 0));
      assertThat(won.get()).isOne();
      assertThat(seen).hasSize(Everywhere.COPIES).containsOnly(result.value());
      assertThat(told.get()).isEqualTo(Everywhere.COPIES);
    }
  }

  @Test
  void greenlet_joinedAndLinkedFromEverywhere_whileItEnds() throws InterruptedException {
    try (Hub hub = Hub.start("joined")) {
      for (int round = 0; round < 30; round++) {
        Event go = new Event();
        Greenlet<String> g =
            spawnOn(
                hub,
                () -> {
                  go.await(LONG);
                  return "value";
                });
        CountDownLatch told = new CountDownLatch(Everywhere.COPIES); // joiners may be earlier
        Everywhere.run(
            () -> {
              g.whenReady(told::countDown);
              assertThat(g.get(LONG)).isEqualTo("value");
            },
            go::set);
        assertThat(told.await(LONG.toSeconds(), SECONDS)).isTrue();
      }
    }
  }

  @Test
  void kill_racingWithTheEnd_isOneOrTheOther() throws InterruptedException {
    try (Hub hub = Hub.start("racing")) {
      Random random = new Random();
      for (int round = 0; round < 500; round++) {
        int nanos = random.nextInt(50_000);
        AtomicInteger caught = new AtomicInteger();
        Greenlet<String> g =
            spawnOn(
                hub,
                () -> {
                  try {
                    sleep(Duration.ofNanos(nanos));
                  } catch (GreenletExit e) {
                    caught.incrementAndGet();
                    throw e;
                  }
                  return "value";
                });
        long until = System.nanoTime() + random.nextInt(50_000);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
        g.kill();
        assertThat(g.ready()).isTrue();
        assertThat(g.killed()).isEqualTo(!"value".equals(g.value()));
        assertThat(caught.get()).isLessThanOrEqualTo(g.killed() ? 1 : 0);
      }
    }
  }

  @Test
  void limits_racingWithAnswers_fromAnotherThread() throws InterruptedException {
    AtomicInteger expired = new AtomicInteger();
    Everywhere.run(() -> {
      Random random = new Random();
      for (int i = 0; i < 200; i++) {
        AsyncResult<String> result = new AsyncResult<>();
        Thread setter = Thread.ofVirtual().unstarted(() -> result.set("value"));
        setter.start();
        try {
          assertThat(result.get(Duration.ofNanos(random.nextInt(200_000)))).isEqualTo("value");
        } catch (TimeoutExpired e) {
          expired.incrementAndGet();
        }
        assertThat(result.get(LONG)).isEqualTo("value");
      }
    });
    assertThat(expired.get()).isLessThanOrEqualTo(Everywhere.COPIES * 200);
  }

  /** A limit may pass at any moment, also just before the thread parks. */
  @Test
  void limits_ofAVirtualThread_passBeforeItParks() {
    Everywhere.on(
            Thread.ofVirtual(),
            () -> {
              for (int i = 0; i < 30 * ROUNDS; i++) {
                sleep(Duration.ofNanos(i % 2_000));
              }
            })
        .orTimeout(LONG.toSeconds(), SECONDS)
        .join();
  }

  /**
   * The clock of a virtual thread of the JDK is another thread's: a limit may pass at any moment.
   */
  @Test
  void limits_neverComeOutOfALaterWait() {
    Event never = new Event();
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      ends.add(
          Everywhere.on(
              Thread.ofVirtual(),
              () -> {
                Random random = new Random();
                for (int i = 0; i < 3 * ROUNDS; i++) {
                  int nanos = 20_000 + random.nextInt(150_000);
                  withTimeout(Duration.ofNanos(20_000), () -> spin(nanos)); // and never waits
                  assertThat(never.await(Duration.ofNanos(1))).isFalse();
                }
              }));
    }
    ends.forEach(CompletableFuture::join);
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
