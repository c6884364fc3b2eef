package greenloom;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingHubIT {
  private static final int ROUNDS = 100;

  /** Spawns until the hub refuses. */
  private static List<Greenlet<?>> spawnUntilClosed(Hub hub) {
    List<Greenlet<?>> spawned = new ArrayList<>();
    try {
      while (true) {
        spawned.add(Greenloom.spawnOn(hub, () -> 1));
        Thread.onSpinWait();
      }
    } catch (IllegalStateException e) {
      return spawned; // closed
    }
  }

  @Test
  void spawn_whileTheHubCloses_endsOrIsRefused() {
    for (int i = 0; i < ROUNDS; i++) {
      Hub hub = Hub.start("closing-" + i);
      Thread closer = Thread.ofPlatform().start(hub::close);
      for (Greenlet<?> g : spawnUntilClosed(hub)) {
        assertThat(g.join(Duration.ofSeconds(10))).as("%s of round %d ended", g, i).isTrue();
      }
      assertThat(closer).isNotNull();
    }
  }
}
