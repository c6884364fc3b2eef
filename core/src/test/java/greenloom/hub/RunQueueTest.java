package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunQueueTest {
  @Test
  void poll_empty_null() {
    RunQueue queue = new RunQueue(null);
    assertThat(queue.poll()).isNull();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void poll_afterGrowthFromAnyHead_fifo() {
    for (int head = 0; head < 256; head += 51) {
      RunQueue queue = new RunQueue(null);
      fill(queue, head);
      drain(queue);
      fill(queue, 1000);
      assertThat(drain(queue)).isEqualTo(IntStream.range(0, 1000).boxed().toList());
    }
  }

  @Test
  void randomOperations_asADeque() {
    Random random = new Random(3);
    RunQueue queue = new RunQueue(null);
    ArrayDeque<Task> model = new ArrayDeque<>();
    for (int i = 0; i < 50_000; i++) {
      if (random.nextInt(100) < (i < 25_000 ? 60 : 45)) {
        Task t = new Task(i);
        queue.add(t);
        model.add(t);
      } else {
        assertThat(queue.poll()).isSameAs(model.poll());
      }
      assertThat(queue.size()).isEqualTo(model.size());
    }
  }

  @Test
  void shuffle_sameSeed_sameOrder() {
    assertThat(shuffled(5)).isEqualTo(shuffled(5));
  }

  @Test
  void shuffle_losesNothing() {
    assertThat(shuffled(6)).containsExactlyInAnyOrderElementsOf(shuffled(7));
    assertThat(shuffled(6)).isNotEqualTo(shuffled(7));
  }

  private static List<Integer> shuffled(long seed) {
    RunQueue queue = new RunQueue(seed);
    fill(queue, 400);
    return drain(queue);
  }

  private static void fill(RunQueue queue, int count) {
    for (int i = 0; i < count; i++) {
      queue.add(new Task(i));
    }
  }

  private static List<Integer> drain(RunQueue queue) {
    List<Integer> all = new ArrayList<>();
    while (queue.poll() instanceof Task t) {
      all.add(t.number);
    }
    return all;
  }
}
