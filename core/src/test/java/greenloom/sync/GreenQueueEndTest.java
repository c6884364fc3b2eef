package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.waitAny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues that are shut down, iterated to the end, and joined. */
@ExtendWith(NothingLeft.class)
class GreenQueueEndTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static void assertShutDown(Action word) {
    assertThatThrownBy(word::run)
        .isInstanceOf(QueueShutDownException.class)
        .hasMessageContaining("shut down");
  }

  private static void assertTakesNoMore(GreenQueue<String> q) {
    assertShutDown(() -> q.put("E"));
    assertShutDown(() -> q.offer("W"));
    assertShutDown(() -> q.offer("W", HOUR));
  }

  private static void assertHasNoMore(GreenQueue<String> q) {
    assertShutDown(q::take);
    assertShutDown(q::poll);
    assertShutDown(() -> q.poll(HOUR));
    assertShutDown(q::peek);
    assertShutDown(() -> q.peek(HOUR));
  }

  // gevent test__queue: TestJoinableQueue.test_shutdown_all_methods_in_one_thread
  @Test
  void shutdown_whatIsInCanBeTaken() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.unbounded();
          q.put("L");
          q.put("O");
          q.shutdown();
          assertTakesNoMore(q);
          assertThat(q).hasToString("GreenQueue[2 items, 0 taking, 0 putting, shut down]");
          assertThat(q.peek()).isEqualTo("L");
          assertThat(q.take()).isEqualTo("L");
          q.taskDone();
          assertThat(q.poll()).isEqualTo("O");
          q.taskDone();
          q.join();
          assertHasNoMore(q);
          q.shutdown();
          assertThat(q.shutdownNow()).isEmpty();
        });
  }

  // gevent test__queue: TestJoinableQueue.test_shutdown_immediate_all_methods_in_one_thread
  @Test
  void shutdownNow_givesBackWhatIsIn_andThatCountsAsDone() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.unbounded();
          q.put("L");
          q.put("O");
          Greenlet<?> joiner = spawn(() -> q.join());
          TestHub.awaitAllBlocked();
          assertThat(q.shutdownNow()).containsExactly("L", "O");
          assertTakesNoMore(q);
          assertHasNoMore(q);
          assertThatThrownBy(q::taskDone).isInstanceOf(IllegalStateException.class);
          joiner.join();
          q.join();
        });
  }

  @Test
  void shutdownNow_doesNotCountWhatIsBeingWorkedOn() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.unbounded();
          q.put("in work");
          q.put("waiting");
          q.take();
          q.shutdownNow();
          assertThat(q.join(Duration.ZERO)).isFalse();
          q.taskDone();
          assertThat(q.join(Duration.ZERO)).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shutdown_isHeardByAllWhoWait(boolean now) {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> empty = GreenQueue.rendezvous();
          Greenlet<?> taker = spawn(() -> assertShutDown(empty::take));
          Greenlet<?> late = spawn(() -> assertShutDown(() -> empty.poll(HOUR)));
          Greenlet<?> looker = spawn(() -> assertShutDown(() -> empty.peek(HOUR)));
          Greenlet<?> any = spawn(() -> waitAny(List.of(empty), 1, null));
          GreenQueue<String> full = GreenQueue.bounded(1);
          full.put("in");
          Greenlet<?> putter = spawn(() -> assertShutDown(() -> full.put("out")));
          Greenlet<?> offerer = spawn(() -> assertShutDown(() -> full.offer("out", HOUR)));
          TestHub.awaitAllBlocked();
          if (now) {
            empty.shutdownNow();
            assertThat(full.shutdownNow()).containsExactly("in");
          } else {
            empty.shutdown();
            full.shutdown();
            assertThat(full.take()).isEqualTo("in");
          }
          for (Greenlet<?> g : List.of(taker, late, looker, any, putter, offerer)) {
            g.get();
          }
          assertHasNoMore(full);
          assertThat(empty.ready()).as("nobody needs to wait for it").isTrue();
        });
  }

  @Test
  void whoWasGivenAnItem_beforeTheShutdown_hasIt() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.rendezvous();
          Greenlet<String> taker = spawn(q::take);
          Greenlet<?> left = spawn(() -> assertShutDown(q::take));
          TestHub.awaitAllBlocked();
          assertThat(q.offer("item")).isTrue();
          assertThat(q.shutdownNow()).isEmpty();
          assertThat(taker.get()).isEqualTo("item");
          left.get();
        });
  }

  // gevent test__queue: TestChannel.test_iterable; there a special item is the end
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void iteration_takesItemsUntilTheShutdown(int capacity) {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<Integer> q =
              capacity == 0 ? GreenQueue.rendezvous() : GreenQueue.bounded(capacity);
          Greenlet<List<Integer>> reader =
              spawn(() -> {
                List<Integer> items = new ArrayList<>();
                for (int item : q) {
                  items.add(item);
                }
                return items;
              });
          for (int i = 0; i < 10; i++) {
            q.put(i);
          }
          q.shutdown();
          assertThat(reader.get()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        });
  }

  @Test
  void iteration_bySeveral_givesEachItemToOne() {
    TestHub.virtual()
        .shuffled()
        .run(() -> {
          GreenQueue<Integer> q = GreenQueue.bounded(2);
          List<Integer> items = new ArrayList<>();
          List<Greenlet<?>> readers = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            readers.add(
                spawn(() -> {
                  for (int item : q) {
                    sleep(Duration.ofMillis(item % 3));
                    items.add(item);
                  }
                }));
          }
          for (int i = 0; i < 50; i++) {
            q.put(i);
          }
          q.shutdown();
          readers.forEach(Greenlet::get);
          assertThat(items).hasSize(50).doesNotHaveDuplicates();
        });
  }

  @Test
  void iterator_takesOneAtATime_andEnds() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.unbounded();
          q.put("a");
          q.put("b");
          Iterator<String> items = q.iterator();
          assertThat(items.hasNext()).isTrue();
          assertThat(items.hasNext()).isTrue();
          assertThat(q.size()).isOne();
          assertThat(items.next()).isEqualTo("a");
          assertThat(items.next()).isEqualTo("b");
          q.shutdown();
          assertThat(items.hasNext()).isFalse();
          assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
        });
  }

  // gevent test__queue: TestJoinableQueue.test_task_done, test_issue_45
  @Test
  void join_waitsForTheWork_notForTheTaking() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<Integer> q = GreenQueue.bounded(2);
          q.join(); // nothing was put in
          assertThatThrownBy(q::taskDone).isInstanceOf(IllegalStateException.class);
          List<Integer> done = new ArrayList<>();
          Greenlet<?> worker =
              spawn(() -> {
                for (int item : q) {
                  sleep(Duration.ofMinutes(1));
                  done.add(item);
                  q.taskDone();
                }
              });
          for (int i = 0; i < 5; i++) {
            q.put(i);
          }
          assertThat(q.join(Duration.ofSeconds(1))).isFalse();
          q.join();
          assertThat(done).containsExactly(0, 1, 2, 3, 4);
          assertThat(q.join(Duration.ZERO)).isTrue();
          q.shutdown();
          worker.join();
        });
  }

  @Test
  void join_countsWhatWasHandedOver_andNotWhatWasLeftOut() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.rendezvous();
          Greenlet<?> gone = spawn(() -> q.put("gone"));
          TestHub.awaitAllBlocked();
          assertThat(q.join(Duration.ZERO)).as("it is not in").isTrue();
          gone.kill();
          Greenlet<?> putter = spawn(() -> q.put("item"));
          assertThat(q.take()).isEqualTo("item");
          putter.join();
          assertThat(q.join(Duration.ZERO)).isFalse();
          q.taskDone();
          q.join();
        });
  }
}
