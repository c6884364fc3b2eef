package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NothingLeft.class)
class GreenQueueTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  /** 0 for a rendezvous, many for an unbounded one. */
  private static <T> GreenQueue<T> queue(int capacity) {
    return capacity == 0
        ? GreenQueue.rendezvous()
        : capacity > 100 ? GreenQueue.unbounded() : GreenQueue.bounded(capacity);
  }

  @Test
  void unbounded_putNeverWaits_andItemsComeInOrder() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<Integer> q = GreenQueue.unbounded();
          Greenlet<?> other = spawn(() -> {});
          for (int i = 0; i < 20; i++) {
            q.put(i);
          }
          assertThat(q.offer(20)).isTrue();
          assertThat(q.size()).isEqualTo(21);
          for (int i = 0; i < 21; i++) {
            assertThat(q.take()).isEqualTo(i);
          }
          assertThat(other.started()).isFalse();
          assertThat(q.poll()).isNull();
        });
  }

  // gevent test__queue: test_max_size
  @Test
  void bounded_holdsSoMany_andThePutterWaits() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.bounded(2);
          List<String> in = new ArrayList<>();
          Greenlet<?> producer =
              spawn(() -> {
                for (String item : List.of("a", "b", "c")) {
                  q.put(item);
                  in.add(item);
                }
              });
          TestHub.awaitAllBlocked();
          assertThat(in).containsExactly("a", "b");
          assertThat(q.size()).isEqualTo(2);
          assertThat(q).hasToString("GreenQueue[2 items, 0 taking, 1 putting]");
          assertThat(q.take()).isEqualTo("a");
          producer.join();
          assertThat(in).containsExactly("a", "b", "c");
          assertThat(q.take() + q.take()).isEqualTo("bc");
          assertThatThrownBy(() -> GreenQueue.bounded(0))
              .isInstanceOf(IllegalArgumentException.class);
        });
  }

  @Test
  void bounded_waitingPutters_comeInTheirOrder() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<Integer> q = GreenQueue.bounded(1);
          for (int i = 0; i < 5; i++) {
            int n = i;
            spawn(() -> q.put(n));
          }
          TestHub.awaitAllBlocked();
          assertThat(q.offer(99)).as("nobody passes those who wait").isFalse();
          List<Integer> got = new ArrayList<>();
          for (Integer item = q.poll(); item != null; item = q.poll()) {
            got.add(item);
          }
          assertThat(got).containsExactly(0, 1, 2, 3, 4);
        });
  }

  // gevent Channel: put returns when the item was taken
  @Test
  void rendezvous_putWaitsForATaker_andHoldsNothing() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.rendezvous();
          assertThat(q.offer("nobody there")).isFalse();
          assertThat(q.poll()).isNull();
          List<String> trace = new ArrayList<>();
          Greenlet<?> putter =
              spawn(() -> {
                q.put("item");
                trace.add("put");
              });
          TestHub.awaitAllBlocked();
          assertThat(trace).isEmpty();
          assertThat(q.size()).isZero();
          assertThat(q.ready()).isTrue();
          assertThat(q.peek()).isEqualTo("item");
          assertThat(q.poll()).isEqualTo("item");
          putter.join();
          Greenlet<String> taker = spawn(q::take);
          TestHub.awaitAllBlocked();
          assertThat(q.offer("direct")).isTrue();
          assertThat(taker.get()).isEqualTo("direct");
          assertThat(q.ready()).isFalse();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 1000})
  void manyProducersAndConsumers_everyItemOnce_eachProducersInOrder(int capacity) {
    TestHub.virtual()
        .shuffled()
        .run(() -> {
          GreenQueue<int[]> q = queue(capacity);
          List<Greenlet<?>> all = new ArrayList<>();
          int[] next = new int[5];
          int[] taken = new int[1];
          for (int p = 0; p < 5; p++) {
            int producer = p;
            all.add(
                spawn(() -> {
                  for (int i = 0; i < 40; i++) {
                    q.put(new int[] {producer, i});
                  }
                }));
          }
          for (int c = 0; c < 4; c++) {
            all.add(
                spawn(() -> {
                  for (int i = 0; i < 50; i++) {
                    q.take();
                    taken[0]++;
                  }
                }));
          }
          all.forEach(Greenlet::get);
          assertThat(taken[0]).isEqualTo(200);
          assertThat(q.size()).isZero();
          spawn(() -> {
            for (int i = 0; i < 10; i++) {
              q.put(new int[] {0, i});
            }
          });
          for (int i = 0; i < 10; i++) {
            assertThat(q.take()[1]).isEqualTo(next[0]++);
          }
        });
  }

  // gevent test__queue: test_waiters_that_cancel, test_two_waiters_one_dies, test_two_bogus_waiters
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000})
  void takersThatDie_eatNothing(int capacity) {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = queue(capacity);
          Greenlet<String> timedOut = spawn(() -> q.poll(MOMENT));
          Greenlet<String> killed = spawn(q::take);
          Greenlet<String> live = spawn(q::take);
          sleep(MOMENT.multipliedBy(2));
          killed.killSoon();
          spawn(() -> q.put("item"));
          assertThat(live.get()).isEqualTo("item");
          assertThat(timedOut.get()).isNull();
          killed.join();
          assertThat(q.poll()).isNull();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void puttersThatDie_leaveTheirItemOut(int capacity) {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = queue(capacity);
          if (capacity > 0) {
            q.put("first");
          }
          Greenlet<?> killed = spawn(() -> q.put("killed"));
          Greenlet<Boolean> late = spawn(() -> q.offer("late", MOMENT));
          Greenlet<?> live = spawn(() -> q.put("live"));
          TestHub.awaitAllBlocked();
          killed.kill();
          sleep(MOMENT.multipliedBy(2));
          assertThat(late.get()).isFalse();
          if (capacity > 0) {
            assertThat(q.take()).isEqualTo("first");
          }
          assertThat(q.take()).isEqualTo("live");
          assertThat(q.poll()).isNull();
          live.join();
          assertThat(q.ready()).isFalse();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000})
  void killedTaker_thatWasGivenAnItem_hasIt(int capacity) {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = queue(capacity);
          List<String> got = new ArrayList<>();
          Greenlet<?> taker =
              spawn(() -> {
                got.add(q.take());
                sleep(HOUR);
              });
          TestHub.awaitAllBlocked();
          assertThat(q.offer("item")).isTrue();
          taker.kill();
          assertThat(got).containsExactly("item");
          assertThat(q.poll()).isNull();
        });
  }

  // gevent test__queue: test_put_nowait_unlock, test_get_nowait_unlock
  @Test
  void offerAndPoll_wakeTheOtherSide_andNeverWait() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.bounded(1);
          Greenlet<String> taker = spawn(q::take);
          TestHub.awaitAllBlocked();
          assertThat(q.offer("for the taker")).isTrue();
          assertThat(taker.ready()).isFalse();
          assertThat(taker.get()).isEqualTo("for the taker");
          assertThat(q.offer("stored")).isTrue();
          assertThat(q.offer("no room")).isFalse();
          Greenlet<?> putter = spawn(() -> q.put("waiting"));
          TestHub.awaitAllBlocked();
          assertThat(q.poll()).isEqualTo("stored");
          assertThat(putter.ready()).isFalse();
          putter.join();
          assertThat(q.poll()).isEqualTo("waiting");
          assertThat(q.poll()).isNull();
        });
  }

  // gevent test__queue: test_put_nowait_simple, test_get_nowait_simple, from a callback of the loop
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void offerAndPoll_onTheBareHub_answerAndWake(int capacity) {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<Integer> q = queue(capacity);
          List<Object> answers = new ArrayList<>();
          onTheBareHub(() -> answers.add(q.offer(1)));
          onTheBareHub(() -> answers.add(q.offer(2)));
          onTheBareHub(() -> answers.add(q.poll()));
          onTheBareHub(() -> answers.add(q.poll()));
          assertThat(answers).containsExactly(capacity == 1, false, capacity == 1 ? 1 : null, null);
          Greenlet<Integer> taker = spawn(q::take);
          TestHub.awaitAllBlocked();
          onTheBareHub(() -> answers.add(q.offer(3)));
          assertThat(taker.get()).isEqualTo(3);
          Greenlet<?> putter = spawn(() -> q.put(4));
          TestHub.awaitAllBlocked();
          onTheBareHub(() -> answers.add(q.poll()));
          assertThat(answers).endsWith(true, 4);
          putter.join();
        });
  }

  private static void onTheBareHub(Runnable callback) {
    Hub.current().startLater(Duration.ZERO, callback);
    sleep(MOMENT);
  }

  @Test
  void limits_areTold() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      GreenQueue<String> q = GreenQueue.bounded(1);
      assertThat(q.poll(MOMENT)).isNull();
      assertThat(q.peek(MOMENT)).isNull();
      q.put("item");
      assertThat(q.offer("more", MOMENT)).isFalse();
      assertThat(hub.elapsed()).isEqualTo(MOMENT.multipliedBy(3));
      assertThat(q.peek(MOMENT)).isEqualTo("item");
      assertThat(q.poll(MOMENT)).isEqualTo("item");
    });
  }

  @Test
  void null_isRefused() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.unbounded();
          assertThatThrownBy(() -> q.put(null)).isInstanceOf(NullPointerException.class);
          assertThatThrownBy(() -> q.offer(null)).isInstanceOf(NullPointerException.class);
          assertThatThrownBy(() -> q.offer(null, HOUR)).isInstanceOf(NullPointerException.class);
          assertThat(q.size()).isZero();
        });
  }

  @Test
  void peek_looksWithoutTaking_andManyMayLook() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.unbounded();
          assertThat(q.peek()).isNull();
          Greenlet<String> first = spawn(() -> q.peek(HOUR));
          Greenlet<String> second = spawn(() -> q.peek(HOUR));
          Greenlet<String> taker = spawn(q::take);
          Greenlet<String> behind = spawn(() -> q.peek(HOUR));
          TestHub.awaitAllBlocked();
          q.put("item");
          assertThat(first.get() + second.get() + taker.get()).isEqualTo("itemitemitem");
          assertThat(q.peek()).isNull();
          q.put("next");
          assertThat(behind.get()).isEqualTo("next");
          assertThat(q.peek()).isEqualTo("next");
          assertThat(q.take()).isEqualTo("next");
        });
  }

  @Test
  void peek_atARendezvous_leavesThePutterWaiting() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.rendezvous();
          Greenlet<String> looker = spawn(() -> q.peek(HOUR));
          Greenlet<?> putter = spawn(() -> q.put("item"));
          assertThat(looker.get()).isEqualTo("item");
          assertThat(putter.ready()).isFalse();
          assertThat(q.peek(HOUR)).isEqualTo("item");
          assertThat(q.take()).isEqualTo("item");
          putter.join();
        });
  }
}
