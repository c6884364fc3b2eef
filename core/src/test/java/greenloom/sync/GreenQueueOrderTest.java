package greenloom.sync;

import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues whose items do not come out in the order they went in. */
@ExtendWith(NothingLeft.class)
class GreenQueueOrderTest {
  private static <T> List<T> drained(GreenQueue<T> q) {
    List<T> items = new ArrayList<>();
    for (T item = q.poll(); item != null; item = q.poll()) {
      items.add(item);
    }
    return items;
  }

  // gevent.queue: PriorityQueue
  @Test
  void priority_givesTheLeastFirst_andEqualOnesInTheirOrder() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.priority(Comparator.comparing(String::length));
          for (String item : List.of("ccc", "a1", "bb", "a2", "x", "ddd")) {
            q.put(item);
          }
          assertThat(q.size()).isEqualTo(6);
          assertThat(q.peek()).isEqualTo("x");
          assertThat(drained(q)).containsExactly("x", "a1", "bb", "a2", "ccc", "ddd");
        });
  }

  @Test
  void priority_isThatOfAHeap_whateverComesAndGoes() {
    TestHub.virtual()
        .run(() -> {
          Random random = new Random(1);
          GreenQueue<Integer> q = GreenQueue.priority(Comparator.reverseOrder());
          PriorityQueue<Integer> heap = new PriorityQueue<>(Comparator.reverseOrder());
          for (int i = 0; i < 5_000; i++) {
            if (random.nextInt(5) < 3) {
              int item = random.nextInt(100);
              assertThat(q.offer(item)).isTrue();
              heap.add(item);
            } else {
              assertThat(q.poll()).isEqualTo(heap.poll());
            }
            assertThat(q.peek()).isEqualTo(heap.peek());
            assertThat(q.size()).isEqualTo(heap.size());
          }
        });
  }

  @Test
  void priority_aWaitingTaker_getsWhatComes() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<Integer> q = GreenQueue.priority(Comparator.naturalOrder());
          Greenlet<Integer> first = spawn(q::take);
          Greenlet<Integer> second = spawn(q::take);
          TestHub.awaitAllBlocked();
          q.put(3);
          q.put(2);
          q.put(1);
          assertThat(List.of(first.get(), second.get(), q.take())).containsExactly(3, 2, 1);
        });
  }

  @Test
  void priority_aComparatorThatThrows_leavesTheItemOutAndTheOthersIn() {
    TestHub.virtual()
        .run(() -> {
          Comparator<Integer> picky =
              (a, b) -> {
                if (a == 13 || b == 13) {
                  throw new IllegalArgumentException("not 13");
                }
                return a.compareTo(b);
              };
          GreenQueue<Integer> q = GreenQueue.priority(picky);
          assertRefuses13(q);
          for (int i = 20; i > 0; i--) {
            if (i != 13) {
              q.put(i);
            }
            assertRefuses13(q);
          }
          assertThat(drained(q)).hasSize(19).isSorted().doesNotContain(13);
          for (int i = 0; i < 19; i++) {
            q.taskDone();
          }
          q.join(); // those that were left out do not count
        });
  }

  private static void assertRefuses13(GreenQueue<Integer> q) {
    assertThatThrownBy(() -> q.put(13)).hasMessage("not 13");
    assertThatThrownBy(() -> q.offer(13)).hasMessage("not 13");
  }

  // gevent.queue: LifoQueue
  @Test
  void lifo_givesTheLatestFirst() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<Integer> q = GreenQueue.lifo();
          q.put(1);
          q.put(2);
          assertThat(q.peek()).isEqualTo(2);
          assertThat(q.take()).isEqualTo(2);
          q.put(3);
          assertThat(drained(q)).containsExactly(3, 1);
          Greenlet<Integer> taker = spawn(q::take);
          TestHub.awaitAllBlocked();
          q.put(4);
          q.put(5);
          assertThat(taker.get()).as("who waits is handed what comes").isEqualTo(4);
          assertThat(q.shutdownNow()).containsExactly(5);
        });
  }
}
