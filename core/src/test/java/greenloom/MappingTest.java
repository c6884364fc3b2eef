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
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** map, imap and imapUnordered. */
@ExtendWith(NothingLeft.class)
class MappingTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static int sleepAndGive(int ms) {
    sleep(Duration.ofMillis(ms));
    return ms;
  }

  private static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static <T> List<T> listOf(Iterable<T> items) {
    List<T> list = new ArrayList<>();
    items.forEach(list::add);
    return list;
  }

  @Test
  void map_keepsTheOrderOfTheItems_andRunsBySide() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      assertThat(new Group().map(MappingTest::sleepAndGive, List.of(30, 10, 20)))
          .containsExactly(30, 10, 20);
      assertThat(hub.elapsed()).isEqualTo(Duration.ofMillis(30));
      assertThat(new Pool(2).map(MappingTest::sleepAndGive, List.of(30, 10, 20)))
          .containsExactly(30, 10, 20);
      assertThat(hub.elapsed()).isEqualTo(Duration.ofMillis(60));
      assertThat(new Pool(2).map(MappingTest::sleepAndGive, List.of())).isEmpty();
      assertThat(new Pool(1).mapAsync(n -> n + 1, upTo(5)).get()).containsExactly(1, 2, 3, 4, 5);
    });
  }

  // gevent test__pool: test_imap_unordered_sleep
  @Test
  void imap_keepsTheOrder_imapUnorderedTakesThemAsTheyCome() {
    TestHub.virtual()
        .run(() -> {
          List<Integer> items = List.of(100, 10, 20);
          Function<Integer, Integer> fn = MappingTest::sleepAndGive;
          assertThat(listOf(new Pool(1).imapUnordered(fn, items))).containsExactly(100, 10, 20);
          assertThat(listOf(new Pool(3).imapUnordered(fn, items))).containsExactly(10, 20, 100);
          assertThat(listOf(new Group().imapUnordered(fn, items))).containsExactly(10, 20, 100);
          assertThat(listOf(new Pool(3).imap(fn, items))).containsExactly(100, 10, 20);
          assertThat(listOf(new Group().imap(fn, items))).containsExactly(100, 10, 20);
        });
  }

  @Test
  void imap_twice_startsAfresh() {
    TestHub.virtual()
        .run(() -> {
          Iterable<Integer> twice = new Pool(2).imap(n -> n * 2, upTo(3));
          assertThat(listOf(twice)).containsExactly(0, 2, 4);
          assertThat(listOf(twice)).containsExactly(0, 2, 4);
        });
  }

  @Test
  void next_afterTheLast_isRefused() {
    TestHub.virtual()
        .run(() -> {
          Iterator<Integer> none = new Group().imap(n -> n, List.<Integer>of()).iterator();
          assertThat(none.hasNext()).isFalse();
          assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
        });
  }

  @Test
  void function_thatFails_failsThatItemOnly() {
    TestHub.virtual()
        .run(() -> {
          Function<Integer, Integer> odd =
              n -> {
                if (n % 2 == 0) {
                  throw new IllegalArgumentException("even " + n);
                }
                return n;
              };
          for (Iterable<Integer> results :
              List.of(new Pool(2).imap(odd, upTo(5)), new Pool(2).imapUnordered(odd, upTo(5)))) {
            assertThat(outcomes(results.iterator()))
                .containsExactly("even 0", "1", "even 2", "3", "even 4");
          }
          assertThatThrownBy(() -> new Pool(2).map(odd, upTo(5))).hasMessage("even 0");
        });
  }

  private static <T> List<String> outcomes(Iterator<T> results) {
    List<String> outcomes = new ArrayList<>();
    while (results.hasNext()) {
      try {
        outcomes.add(String.valueOf(results.next()));
      } catch (RuntimeException e) {
        outcomes.add(e.getMessage());
      }
    }
    return outcomes;
  }

  // gevent test__pool: an error of the input reaches the reader behind the results before it
  @Test
  void input_thatFails_comesAfterTheResultsBeforeIt_andIsTheEnd() {
    TestHub.virtual()
        .run(() -> {
          Iterable<Integer> input =
              () ->
                  upTo(5).stream()
                      .map(n -> {
                        if (n == 2) {
                          throw new IllegalStateException("input broken");
                        }
                        return n;
                      })
                      .iterator();
          Pool pool = new Pool(4);
          assertThat(outcomes(pool.imap(n -> n, input).iterator()))
              .containsExactly("0", "1", "input broken");
          assertThat(outcomes(pool.imapUnordered(n -> n, input).iterator()))
              .containsExactly("0", "1", "input broken");
          assertThat(pool.free()).isEqualTo(4);
        });
  }

  // gevent: a slow input does not lose the tail
  @Test
  void input_thatWaits_losesNothing() {
    TestHub.virtual()
        .shuffled()
        .run(() -> {
          Iterable<Integer> slow =
              () -> upTo(10).stream().map(MappingTest::sleepAndGive).iterator();
          assertThat(listOf(new Pool(3).imap(MappingTest::sleepAndGive, slow))).isEqualTo(upTo(10));
          assertThat(listOf(new Pool(3).imapUnordered(MappingTest::sleepAndGive, slow)))
              .containsExactlyInAnyOrderElementsOf(upTo(10));
        });
  }

  @Test
  void maxAhead_isNeverExceeded() {
    TestHub.virtual()
        .run(() -> {
          int[] startedNotRead = new int[2];
          Function<Integer, Integer> fn =
              n -> {
                startedNotRead[0]++;
                startedNotRead[1] = Math.max(startedNotRead[1], startedNotRead[0]);
                return n;
              };
          for (int result : new Group().imap(fn, upTo(50), 4)) {
            sleep(Duration.ofMillis(result % 3));
            startedNotRead[0]--;
          }
          for (int result : new Pool(10).imapUnordered(fn, upTo(50), 4)) {
            sleep(Duration.ofMillis(result % 3));
            startedNotRead[0]--;
          }
          assertThat(startedNotRead).containsExactly(0, 4);
          assertThatThrownBy(() -> new Group().imap(fn, upTo(1), 0).iterator())
              .isInstanceOf(IllegalArgumentException.class);
        });
  }

  @Test
  void maxAhead_beyondThePool_stillStreams() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Iterator<Integer> results =
          new Pool(1).imapUnordered(n -> sleepAndGive(10), upTo(10), 100).iterator();
      results.next();
      assertThat(hub.elapsed()).as("the first is there when it is done").isEqualTo(ms(10));
      while (results.hasNext()) {
        results.next();
      }
      assertThat(hub.elapsed()).isEqualTo(ms(100));
    });
  }

  private static Duration ms(int n) {
    return Duration.ofMillis(n);
  }

  @Test
  void input_withoutEnd_isReadOnlyAsFarAsNeeded() {
    TestHub.virtual()
        .run(() -> {
          int[] read = new int[1];
          Iterable<Integer> endless = () -> IntStream.generate(() -> read[0]++).iterator();
          Iterator<Integer> results = new Pool(3).imap(n -> n, endless).iterator();
          for (int i = 0; i < 10; i++) {
            assertThat(results.next()).isEqualTo(i);
          }
          assertThat(read[0]).isLessThan(20);
        });
  }

  @Test
  void limitAroundNext_losesNoResult() {
    TestHub.virtual()
        .run(() -> {
          for (boolean ordered : new boolean[] {true, false}) {
            Pool pool = new Pool(2);
            pool.spawn(() -> sleep(ms(35)));
            Function<Integer, Integer> fn = n -> n + sleepAndGive(25) - 25;
            Iterator<Integer> results =
                (ordered ? pool.imap(fn, upTo(6)) : pool.imapUnordered(fn, upTo(6))).iterator();
            List<Integer> got = new ArrayList<>();
            while (results.hasNext()) {
              try {
                got.add(withTimeout(ms(10), results::next));
              } catch (TimeoutExpired e) {
                yieldNow();
              }
            }
            assertThat(got).isEqualTo(upTo(6));
          }
        });
  }

  @Test
  void poolFullOfOthers_isWaitedFor() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Pool pool = new Pool(1);
      pool.spawn(() -> sleep(HOUR));
      assertThat(listOf(pool.imap(n -> n, upTo(3)))).containsExactly(0, 1, 2);
      assertThat(hub.elapsed()).isEqualTo(HOUR);
    });
  }

  @Test
  void kill_whileReading_leavesNobodyWaiting() {
    TestHub.virtual()
        .run(() -> {
          Pool pool = new Pool(2);
          Greenlet<?> reader =
              spawn(() -> listOf(pool.imap(MappingTest::sleepAndGive, List.of(50, 50, 50, 50))));
          yieldNow();
          reader.kill();
          assertThat(reader.killed()).isTrue();
          pool.join();
          assertThat(pool.free()).isEqualTo(2);
        });
  }
}
