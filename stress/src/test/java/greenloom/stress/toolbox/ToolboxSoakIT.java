package greenloom.stress.toolbox;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.sync.GreenQueue;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ToolboxSoakIT {
  @Test
  void play_fiveSeeds_findNothing() {
    Long given = Long.getLong("greenloom.seed");
    long first = given != null ? given : new Random().nextInt(1_000_000);
    ToolboxSoak soak = new ToolboxSoak();
    soak.play(first, 5);
    assertThat(soak.findings().all()).as("seed " + first).isEmpty();
  }

  @Test
  void items_lostDoubledOrRefused_areFound() {
    Items items = new Items();
    items.put(1);
    items.put(2);
    items.taken(2);
    items.taken(2);
    items.taken(3);
    assertThat(items.wrong("a queue", List.of()))
        .containsExactlyInAnyOrder(
            "a queue has lost item 1",
            "a queue gave item 2 2 times",
            "a queue gave item 3, which it had refused");
    assertThat(items.wrong("a queue", List.of(1L))).hasSize(2);
  }

  @Test
  void queue_itemsBehindItsBack_areFound() {
    GreenQueue<Long> queue = GreenQueue.unbounded();
    QueueTool tool = new QueueTool("unbounded", queue, Integer.MAX_VALUE);
    queue.put(77L);
    tool.close();
    assertThat(tool.wrong()).containsExactly("unbounded gave item 77, which it had refused");
  }

  @Test
  void turn_ofTheSameSeed_isTheSame() {
    Turn one = new Turn(new Random(5), Duration.ofMillis(1), false);
    Turn other = new Turn(new Random(5), Duration.ofMillis(1), false);
    for (int i = 0; i < 100; i++) {
      assertThat(one.some()).isEqualTo(other.some());
    }
  }
}
