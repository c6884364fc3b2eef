package greenloom;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pools: places, who waits for one, and that none is lost. */
@ExtendWith(NothingLeft.class)
class PoolTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  @Test
  void size_mustBeOneAtLeast() {
    assertThatThrownBy(() -> new Pool(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pool(-1)).hasMessageContaining("-1");
  }

  @Test
  void spawn_ofAFullPool_waitsForAPlace_firstComeFirstServed() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Pool pool = new Pool(2);
      List<String> trace = new ArrayList<>();
      List<Greenlet<?>> spawners = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int n = i;
        spawners.add(
            spawn(() ->
                pool.spawn(() -> {
                  trace.add(n + " at " + hub.elapsed().toMillis());
                  sleep(MOMENT);
                })));
      }
      spawners.forEach(Greenlet::join);
      pool.join();
      assertThat(trace)
          .containsExactly("0 at 0", "1 at 0", "2 at 10", "3 at 10", "4 at 20", "5 at 20");
      assertThat(pool.free()).isEqualTo(2);
    });
  }

  @Test
  void full_andFree_countPlaces() {
    TestHub.virtual()
        .run(() -> {
          Pool pool = new Pool(2);
          assertThat(pool.full()).isFalse();
          assertThat(pool.free()).isEqualTo(2);
          pool.spawn(() -> sleep(MOMENT));
          assertThat(pool.free()).isOne();
          pool.spawn(() -> sleep(HOUR));
          assertThat(pool.full()).isTrue();
          sleep(MOMENT.multipliedBy(2));
          assertThat(pool.full()).isFalse();
          pool.kill();
          assertThat(pool.free()).isEqualTo(2);
        });
  }

  @Test
  void awaitFree_ofAFullPool_waits_andTakesNothing() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Pool pool = new Pool(1);
      pool.awaitFree();
      pool.spawn(() -> sleep(MOMENT));
      pool.awaitFree();
      assertThat(hub.elapsed()).isEqualTo(MOMENT);
      assertThat(pool.free()).isOne();
      pool.spawn(() -> sleep(HOUR));
      assertThatThrownBy(() -> withTimeout(MOMENT, pool::awaitFree))
          .isInstanceOf(TimeoutExpired.class);
      pool.kill();
      assertThat(pool.free()).isOne();
    });
  }

  // gevent test__pool: test_discard
  @Test
  void discardAndKill_freeThePlaceOnce() {
    TestHub.virtual()
        .run(() -> {
          Pool pool = new Pool(1);
          Greenlet<?> g = pool.spawn(() -> sleep(HOUR));
          yieldNow();
          pool.discard(g);
          assertThat(pool.free()).isOne();
          g.kill();
          pool.discard(g);
          assertThat(pool.free()).isOne();
        });
  }

  @Test
  void add_ofOneThatEndsWhileItWaitsForAPlace_losesNoPlace() {
    TestHub.virtual()
        .run(() -> {
          Pool pool = new Pool(1);
          pool.spawn(() -> sleep(HOUR));
          Greenlet<?> brief = spawn(() -> sleep(MOMENT));
          Greenlet<?> adder = spawn(() -> pool.add(brief));
          Greenlet<?> again = spawn(() -> pool.add(brief));
          sleep(HOUR.multipliedBy(2));
          assertThat(List.of(adder, again)).allMatch(Greenlet::successful);
          assertThat(pool.free()).isOne();
          assertThat(pool.size()).isZero();
        });
  }

  @Test
  void add_ofTheSameByTwoWhoWait_takesOnePlace() {
    TestHub.virtual()
        .run(() -> {
          Pool pool = new Pool(2);
          List<Greenlet<?>> first =
              List.of(pool.spawn(() -> sleep(MOMENT)), pool.spawn(() -> sleep(MOMENT)));
          Greenlet<?> lasting = spawn(() -> sleep(HOUR));
          spawn(() -> pool.add(lasting));
          spawn(() -> pool.add(lasting));
          first.forEach(Greenlet::join);
          yieldNow();
          assertThat(pool.size()).isOne();
          assertThat(pool.free()).isOne();
          pool.kill();
        });
  }

  @Test
  void spawn_killedOrTimedOutWhileItWaits_takesNoPlace() {
    TestHub.virtual()
        .run(() -> {
          Pool pool = new Pool(1);
          pool.spawn(() -> sleep(HOUR));
          List<String> trace = new ArrayList<>();
          Greenlet<?> spawner = spawn(() -> pool.spawn(() -> trace.add("ran")));
          yieldNow();
          spawner.kill();
          assertThatThrownBy(
                  () -> withTimeout(MOMENT, () -> pool.spawn(() -> trace.add("ran")).join()))
              .isInstanceOf(TimeoutExpired.class);
          assertThat(pool.size()).isOne();
          pool.join();
          assertThat(pool.free()).isOne();
          assertThat(trace).isEmpty();
        });
  }

  @Test
  void places_areFreeAgain_whateverTheEnd() {
    TestHub.virtual()
        .run(() -> {
          Pool pool = new Pool(3);
          Action fail =
              () -> {
                throw new IllegalStateException("mine");
              };
          for (int i = 0; i < 10; i++) {
            Greenlet<?> failing = pool.spawn(fail);
            Greenlet<?> unstarted = pool.spawn(() -> {});
            unstarted.kill();
            Greenlet<?> killed = pool.spawn(() -> sleep(HOUR));
            assertThatThrownBy(failing::get).hasMessage("mine");
            killed.kill();
          }
          assertThat(pool.free()).isEqualTo(3);
        });
  }

  @Test
  void place_isFree_whenTheLinkRuns() {
    TestHub.virtual()
        .run(() -> {
          Pool pool = new Pool(1);
          List<Integer> free = new ArrayList<>();
          pool.spawn(() -> {}).link(g -> free.add(pool.free()));
          pool.join();
          TestHub.awaitAllBlocked();
          assertThat(free).containsExactly(1);
        });
  }

  // gevent test__pool: test_reentrant
  @Test
  void apply_fromAMember_needsNoFurtherPlace() {
    TestHub.virtual()
        .run(() -> {
          Pool pool = new Pool(1);
          String value =
              pool.apply(() -> pool.<String>apply(() -> pool.<String>apply(() -> "three deep")));
          assertThat(value).isEqualTo("three deep");
          assertThat(pool.free()).isOne();
        });
  }

  @Test
  void applyAsync_ofAFullPool_doesNotWait() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Pool pool = new Pool(1);
      List<String> got = new ArrayList<>();
      pool.spawn(() -> sleep(MOMENT));
      Greenlet<String> late = pool.applyAsync(() -> "late", got::add);
      Greenlet<String> later = pool.applyAsync(() -> "later", got::add);
      assertThat(hub.elapsed()).isZero();
      assertThat(late.get() + later.get()).isEqualTo("latelater");
      TestHub.awaitAllBlocked();
      assertThat(got).containsExactly("late", "later");
    });
  }

  @Test
  void atMostSize_runAtATime() {
    TestHub.virtual()
        .shuffled()
        .run(() -> {
          Pool pool = new Pool(3);
          int[] running = new int[2];
          for (int i = 0; i < 50; i++) {
            int n = i;
            pool.spawn(() -> {
              running[0]++;
              running[1] = Math.max(running[1], running[0]);
              sleep(Duration.ofMillis(n % 7));
              running[0]--;
            });
          }
          pool.join();
          assertThat(running).containsExactly(0, 3);
        });
  }

  @Test
  void kill_withSpawnersInLine_killsWhatTheyBring() {
    TestHub.virtual()
        .run(() -> {
          Pool pool = new Pool(1);
          pool.spawn(() -> sleep(HOUR));
          Greenlet<?> spawner = spawn(() -> pool.spawn(() -> sleep(HOUR)));
          yieldNow();
          pool.kill();
          assertThat(pool.size() == 0 || !spawner.ready()).isTrue();
          spawner.join();
          pool.kill();
          assertThat(pool.free()).isOne();
        });
  }

  // --- another size ---

  private static void runEach(TestHub hub, Pool pool, int count) {
    for (int i = 0; i < count; i++) {
      pool.spawn(() -> Greenloom.sleep(Duration.ofSeconds(1)));
    }
  }

  @Test
  void resize_larger_letsThoseInWhoWait() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Pool pool = new Pool(1);
      Greenlet<?> filler = Greenloom.spawn(() -> runEach(hub, pool, 4));
      Greenloom.yieldNow();
      pool.resize(4);
      filler.join();
      pool.join();
      assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(1));
    });
  }

  @Test
  void resize_smaller_membersLiveOn_nobodyNewComesInUntilThereAreFewer() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Pool pool = new Pool(3);
      runEach(hub, pool, 3);
      pool.resize(1);
      assertThat(pool.size()).isEqualTo(3);
      assertThat(pool.free()).isZero();
      runEach(hub, pool, 2);
      pool.join();
      assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(3));
      assertThat(pool.free()).isEqualTo(1);
    });
  }

  @Test
  void resize_thereAndBack_isAsBefore() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Pool pool = new Pool(3);
      runEach(hub, pool, 3);
      pool.resize(1);
      pool.resize(3);
      runEach(hub, pool, 3);
      pool.join();
      assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(2));
      assertThat(pool.free()).isEqualTo(3);
    });
  }
}
