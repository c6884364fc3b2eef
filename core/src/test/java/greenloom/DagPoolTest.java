package greenloom;

import static greenloom.Greenloom.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that need each other: when they run, what they get, how failures travel. */
@ExtendWith(NothingLeft.class)
class DagPoolTest {
  private final TestHub hub = TestHub.virtual();
  private final DagPool<String, Integer> pool = new DagPool<>();

  private DagPool.Task<String, Integer> after(int seconds, int value) {
    return _ -> {
      sleep(Duration.ofSeconds(seconds));
      return value;
    };
  }

  private static final DagPool.Task<String, Integer> SUM =
      needs -> needs.all().values().stream().mapToInt(i -> i).sum();

  @Test
  void spawn_inAnyOrder_eachWaitsForWhatItNeeds() {
    hub.run(() -> {
      pool.spawn("all", List.of("left", "right"), SUM);
      pool.spawn("left", List.of("base"), needs -> needs.get("base") + 1);
      pool.spawn("right", List.of("base"), needs -> needs.get("base") + 2);
      assertThat(pool.missing()).containsExactly("base");
      pool.spawn("base", List.of(), after(1, 10));
      assertThat(pool.get("all")).isEqualTo(23);
      pool.join();
      assertThat(pool.pending()).isEmpty();
      assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(1));
    });
  }

  @Test
  void needs_iterated_comeAsTheyAreReady() {
    hub.run(() -> {
      pool.spawn("slow", List.of(), after(3, 3));
      pool.spawn("quick", List.of(), after(1, 1));
      pool.put("there", 0);
      List<Map.Entry<String, Integer>> came = new ArrayList<>();
      pool.spawn(
          "sum",
          List.of("slow", "quick", "there"),
          needs -> {
            needs.forEach(came::add);
            return came.size();
          });
      assertThat(pool.get("sum")).isEqualTo(3);
      assertThat(came).containsExactly(entry("there", 0), entry("quick", 1), entry("slow", 3));
    });
  }

  @Test
  void needs_all_areInTheOrderTheyWereNamed() {
    hub.run(() -> {
      pool.spawn("slow", List.of(), after(3, 3));
      pool.spawn("quick", List.of(), after(1, 1));
      List<Map<String, Integer>> got = new ArrayList<>();
      pool.spawn(
          "sum",
          List.of("slow", "quick"),
          needs -> {
            got.add(needs.all());
            return 0;
          });
      pool.join();
      assertThat(got.getFirst()).containsExactly(entry("slow", 3), entry("quick", 1));
    });
  }

  @Test
  void failure_reachesThoseWhoNeedIt_withTheWayItCame() {
    hub.run(() -> {
      pool.spawn(
          "disk",
          List.of(),
          _ -> {
            throw new IOException("full");
          });
      pool.spawn("index", List.of("disk"), SUM);
      pool.spawn("search", List.of("index"), SUM);
      pool.spawn("other", List.of(), after(1, 1));
      assertThatThrownBy(() -> pool.get("search"))
          .isInstanceOf(DependencyFailedException.class)
          .hasMessage("disk failed with java.io.IOException: full; index needs disk")
          .hasCauseInstanceOf(IOException.class);
      assertThat(pool.get("other")).isEqualTo(1);
      pool.join();
    });
  }

  @Test
  void failure_thatIsCaught_goesNoFurther() {
    hub.run(() -> {
      pool.spawn(
          "disk",
          List.of(),
          _ -> {
            throw new IOException("full");
          });
      pool.spawn(
          "index",
          List.of("disk"),
          needs -> {
            try {
              return needs.get("disk");
            } catch (DependencyFailedException e) {
              assertThat(e.path()).containsExactly("disk");
              return -1;
            }
          });
      assertThat(pool.get("index")).isEqualTo(-1);
      pool.join();
    });
  }

  @Test
  void kill_countsAsAFailure() {
    hub.run(() -> {
      pool.spawn("base", List.of(), after(3600, 1));
      pool.spawn("sum", List.of("base"), SUM);
      sleep(Duration.ofSeconds(1));
      pool.kill("base");
      assertThatThrownBy(() -> pool.get("sum")).hasCauseInstanceOf(CancellationException.class);
      pool.join();
    });
  }

  @Test
  void circle_isRefused_andNamed() {
    hub.run(() -> {
      pool.spawn("a", List.of("b"), SUM);
      pool.spawn("b", List.of("c"), SUM);
      assertThatThrownBy(() -> pool.spawn("c", List.of("x", "a"), SUM))
          .hasMessage("c would need itself: c needs a needs b needs c");
      assertThatThrownBy(() -> pool.spawn("d", List.of("d"), SUM))
          .hasMessage("d would need itself: d needs d");
      pool.put("c", 7);
      assertThat(pool.get("a")).isEqualTo(7);
      pool.join();
    });
  }

  @Test
  void key_usedTwice_orNotAskedFor_isRefused() {
    hub.run(() -> {
      pool.put("a", 1);
      assertThatThrownBy(() -> pool.put("a", 2)).hasMessage("a was spawned or put already");
      assertThatThrownBy(() -> pool.spawn("a", List.of(), SUM))
          .hasMessage("a was spawned or put already");
      pool.spawn("b", List.of(), needs -> needs.get("a"));
      assertThatThrownBy(() -> pool.get("b")).hasMessage("the task did not say that it needs a");
      pool.join();
    });
  }

  @Test
  void inAPool_noMoreThanItsPlacesRun() {
    DagPool<Integer, Integer> small = new DagPool<>(new Pool(2));
    hub.run(() -> {
      for (int i = 0; i < 6; i++) {
        int key = i;
        small.spawn(
            key,
            List.of(),
            _ -> {
              sleep(Duration.ofSeconds(1));
              return key;
            });
      }
      small.join();
      assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(3));
    });
  }
}
