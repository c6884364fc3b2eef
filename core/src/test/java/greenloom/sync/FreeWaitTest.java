package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Waits that need not wait: they keep the hub for a while only, and a kill among them eats nothing.
 */
@ExtendWith(NothingLeft.class)
class FreeWaitTest {
  private static final int MANY = 1_000_000;
  private static final Duration MOMENT = Duration.ofMillis(10);

  /** Runs {@code step} for ever in a greenlet that another one kills as soon as it gets a turn. */
  private static void killedAmong(Runnable step) {
    Greenlet<?> busy =
        spawn(() -> {
          while (true) {
            step.run();
          }
        });
    Greenlet<?> killer = spawn(busy::killSoon);
    busy.join();
    assertThat(busy.killed()).isTrue();
    killer.join();
  }

  @Test
  void acquire_killedAmongThem_takesNoPermit() {
    TestHub.virtual()
        .run(() -> {
          GreenSemaphore s = new GreenSemaphore(MANY);
          int[] got = new int[1];
          killedAmong(() -> {
            s.acquire();
            got[0]++;
          });
          assertThat(got[0] + s.permits()).isEqualTo(MANY);
        });
  }

  @Test
  void put_killedAmongThem_putsNothing() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.unbounded();
          int[] put = new int[1];
          killedAmong(() -> {
            q.put("item");
            put[0]++;
          });
          assertThat(q.size()).isEqualTo(put[0]);
        });
  }

  @Test
  void take_killedAmongThem_takesNothing() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.unbounded();
          for (int i = 0; i < MANY; i++) {
            q.offer("item");
          }
          int[] taken = new int[1];
          killedAmong(() -> {
            q.take();
            taken[0]++;
          });
          assertThat(taken[0] + q.size()).isEqualTo(MANY);
        });
  }

  @Test
  void await_ofSomethingSet_canBeKilled() {
    TestHub.virtual()
        .run(() -> {
          Event set = new Event();
          set.set();
          killedAmong(set::await);
          AsyncResult<String> result = new AsyncResult<>();
          result.set("value");
          killedAmong(result::get);
          Greenlet<?> ended = spawn(() -> {});
          ended.join();
          killedAmong(ended::join);
        });
  }

  @Test
  void limit_firesAmongThem() {
    TestHub.real()
        .run(() -> {
          Event set = new Event();
          set.set();
          assertThatThrownBy(() ->
                  withTimeout(
                      MOMENT,
                      () -> {
                        while (true) {
                          set.await();
                        }
                      }))
              .isInstanceOf(TimeoutExpired.class);
        });
  }

  @Test
  void onTheVirtualClock_theirNumberDecides_soThatARunRepeats() {
    int[] first = countsOfTwo();
    assertThat(countsOfTwo()).isEqualTo(first);
  }

  private static int[] countsOfTwo() {
    int[] counts = new int[3];
    TestHub.virtual()
        .run(() -> {
          Event set = new Event();
          set.set();
          Greenlet<?> a = spawn(() -> counting(set, counts, 0));
          Greenlet<?> b = spawn(() -> counting(set, counts, 1));
          for (int i = 0; i < 5; i++) {
            sleep(Duration.ZERO);
          }
          counts[2] = counts[0] + counts[1];
          a.kill();
          b.kill();
        });
    assertThat(counts[2]).isPositive();
    return counts;
  }

  private static void counting(Event set, int[] counts, int mine) {
    while (true) {
      set.await();
      counts[mine]++;
    }
  }
}
