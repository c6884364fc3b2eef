package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.jdk.Carrier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OsThreadIT {
  @BeforeAll
  static void linux() {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/thread-self")), "this system does not tell how threads stand");
  }

  @Test
  void state_ofTheCaller_runnable() {
    assertThat(OsThread.current().state()).isEqualTo(OsThread.State.RUNNABLE);
  }

  @Test
  void state_ofOneThatSleeps_asleep() throws Exception {
    CompletableFuture<OsThread> other = new CompletableFuture<>();
    Thread sleeper =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              other.complete(OsThread.current());
              while (true) {
                Carrier.park(0);
              }
            });
    OsThread seen = other.get();
    while (sleeper.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(seen.state()).isEqualTo(OsThread.State.ASLEEP);
  }

  @Test
  void state_ofOneThatHasEnded_unknown() throws Exception {
    CompletableFuture<OsThread> other = new CompletableFuture<>();
    Thread.ofPlatform().start(() -> other.complete(OsThread.current())).join();
    while (other.get().state() != OsThread.State.UNKNOWN) {
      Thread.onSpinWait(); // the kernel lets go of it a moment later
    }
    assertThat(other.get().state()).isEqualTo(OsThread.State.UNKNOWN);
  }
}
