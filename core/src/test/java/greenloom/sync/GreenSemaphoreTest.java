package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.waitAny;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class GreenSemaphoreTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  // gevent test__semaphore
  @Test
  void permits_areTakenAndGivenBack() {
    TestHub.virtual()
        .run(() -> {
          GreenSemaphore s = new GreenSemaphore(2);
          assertThat(s.permits()).isEqualTo(2);
          s.acquire();
          assertThat(s.tryAcquire()).isTrue();
          assertThat(s.tryAcquire()).isFalse();
          assertThat(s.ready()).isFalse();
          assertThat(s.tryAcquire(MOMENT)).isFalse();
          s.release();
          assertThat(s.ready()).isTrue();
          s.release();
          s.release();
          assertThat(s.permits()).as("more than at first").isEqualTo(3);
          assertThatThrownBy(() -> new GreenSemaphore(-1))
              .isInstanceOf(IllegalArgumentException.class);
        });
  }

  @Test
  void release_handsOverToWhoHasWaitedLongest_nobodyBarges() {
    TestHub.virtual()
        .run(() -> {
          GreenSemaphore s = new GreenSemaphore(1);
          s.acquire();
          List<String> order = new ArrayList<>();
          for (String name : List.of("first", "second")) {
            spawn(() -> {
              s.acquire();
              order.add(name);
              s.release();
            });
          }
          TestHub.awaitAllBlocked();
          s.release();
          assertThat(s.tryAcquire()).as("it belongs to the first already").isFalse();
          assertThat(s.permits()).isZero();
          s.acquire();
          order.add("me again");
          s.release();
          assertThat(order).containsExactly("first", "second", "me again");
        });
  }

  @Test
  void killedOwner_ofAHandedPermit_stillHasIt() {
    TestHub.virtual()
        .run(() -> {
          GreenSemaphore s = new GreenSemaphore(0);
          Greenlet<?> waiter =
              spawn(() -> {
                s.acquire();
                try {
                  yieldNow();
                } finally {
                  s.release();
                }
              });
          TestHub.awaitAllBlocked();
          s.release();
          waiter.kill();
          assertThat(waiter.killed()).isTrue();
          assertThat(s.permits()).isOne();
        });
  }

  @Test
  void killedAndTimedOutWaiters_takeNoPermit() {
    TestHub.virtual()
        .run(() -> {
          GreenSemaphore s = new GreenSemaphore(0);
          Greenlet<?> killed = spawn(s::acquire);
          Greenlet<Boolean> late = spawn(() -> s.tryAcquire(MOMENT));
          Greenlet<Boolean> lasting = spawn(() -> s.tryAcquire(HOUR));
          TestHub.awaitAllBlocked();
          killed.kill();
          sleep(MOMENT.multipliedBy(2));
          assertThat(s).hasToString("GreenSemaphore[0 free, 1 waiting]");
          s.release();
          assertThat(late.get()).isFalse();
          assertThat(lasting.get()).isTrue();
          assertThat(s.permits()).isZero();
        });
  }

  @Test
  void mutualExclusion_inAnyOrder() {
    TestHub.virtual()
        .shuffled()
        .run(() -> {
          GreenSemaphore s = new GreenSemaphore(3);
          int[] inside = new int[2];
          List<Greenlet<?>> all = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            int n = i;
            all.add(
                spawn(() -> {
                  s.acquire();
                  inside[0]++;
                  inside[1] = Math.max(inside[1], inside[0]);
                  sleep(Duration.ofMillis(n % 5));
                  inside[0]--;
                  s.release();
                }));
          }
          all.forEach(Greenlet::get);
          assertThat(inside).containsExactly(0, 3);
          assertThat(s.permits()).isEqualTo(3);
        });
  }

  // gevent: BoundedSemaphore, over-release
  @Test
  void bounded_refusesAReleaseThatNobodyHasAcquiredFor() {
    TestHub.virtual()
        .run(() -> {
          GreenSemaphore s = GreenSemaphore.bounded(2);
          assertThatThrownBy(s::release)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("all 2 permits");
          s.acquire();
          s.acquire();
          Greenlet<?> waiter = spawn(s::acquire);
          TestHub.awaitAllBlocked();
          s.release();
          waiter.join();
          s.release();
          s.release();
          assertThatThrownBy(s::release).isInstanceOf(IllegalStateException.class);
          assertThat(s.permits()).isEqualTo(2);
          assertThatThrownBy(() -> GreenSemaphore.bounded(-1))
              .isInstanceOf(IllegalArgumentException.class);
        });
  }

  // gevent test__semaphore: TestSemaphore.test_release_twice
  @Test
  void release_tellsTheLinks_eachOnce() {
    TestHub.virtual()
        .run(() -> {
          GreenSemaphore s = new GreenSemaphore(0);
          List<String> told = new ArrayList<>();
          s.whenReady(() -> told.add("a"));
          s.release();
          s.whenReady(() -> told.add("b"));
          s.release();
          assertThat(told).containsExactly("a", "b");
        });
  }

  // gevent test__semaphore: TestSemaphore.test_rawlink_on_unacquired_runs_notifiers
  @Test
  void waitAny_ofOneThatHasPermits_returnsAtOnce_andTakesNone() {
    TestHub.virtual()
        .run(() -> {
          GreenSemaphore s = new GreenSemaphore(1);
          assertThat(waitAny(List.of(s), 1, null)).containsExactly(s);
          assertThat(s.permits()).isOne();
        });
  }

  // gevent test__semaphore: TestSemaphoreFair.test_fair_or_hangs; nobody hangs here
  @Test
  void releaseAndAcquireAgain_doesNotShutOutWhoWaits() {
    TestHub.virtual()
        .run(() -> {
          GreenSemaphore s = new GreenSemaphore(1);
          boolean[] quit = new boolean[1];
          List<Greenlet<?>> keepGoing = new ArrayList<>();
          for (int i = 0; i < 2; i++) {
            keepGoing.add(
                spawn(() -> {
                  while (!quit[0]) {
                    s.acquire();
                    s.release();
                  }
                }));
          }
          spawn(() -> {
            s.acquire();
            quit[0] = true;
            s.release();
          });
          keepGoing.forEach(Greenlet::get);
          assertThat(s.permits()).isOne();
        });
  }
}
