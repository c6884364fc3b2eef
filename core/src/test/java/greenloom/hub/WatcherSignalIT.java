package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.net.OsSignal;
import greenloom.net.Subprocess;
import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watchers of signals; CONT does no harm where nobody takes it. */
@Timeout(60)
class WatcherSignalIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final GreenQueue<String> log = GreenQueue.unbounded();

  private static void raise() throws IOException {
    raise("CONT");
  }

  private static void raise(String name) throws IOException {
    String me = Long.toString(ProcessHandle.current().pid());
    assertThat(Subprocess.start("kill", "-" + name, me).communicate().exit()).isZero();
  }

  @Test
  void onSignal_eachArrival_callsAllWhoListen() {
    TestHub.real()
        .run(() -> {
          Hub hub = Hub.current();
          try (Watcher green = hub.onSignal("CONT", _ -> log.put("green"));
              Watcher raw = hub.rawOnSignal("CONT", _ -> log.put("raw"));
              OsSignal signal = OsSignal.on("CONT")) {
            for (int i = 0; i < 3; i++) {
              raise();
              assertThat(signal.await(SOON)).isTrue();
              assertThat(List.of(log.take(), log.take())).containsExactlyInAnyOrder("green", "raw");
            }
            assertThat(green.toString()).isEqualTo("Watcher[signal CONT, 3 calls]");
            assertThat(raw.toString()).isEqualTo("Watcher[signal CONT, raw, 3 calls]");
          }
        });
  }

  /** What Linux calls both; the JDK takes two names for two signals. */
  @Test
  void onSignal_ofTwoNames_isOneSignal() {
    TestHub.real()
        .run(() -> {
          Watcher poll = Hub.current().onSignal("POLL", _ -> log.put("poll"));
          try (Watcher io = Hub.current().onSignal("IO", _ -> log.put("io"))) {
            raise("IO");
            assertThat(List.of(log.take(), log.take())).containsExactlyInAnyOrder("io", "poll");
            poll.close();
            raise("IO");
            assertThat(log.take()).isEqualTo("io");
            assertThat(io.active()).isTrue();
          }
        });
  }

  @Test
  void onSignal_whileTheCallbackWaits_isCounted() {
    TestHub.real()
        .run(() -> {
          Event goOn = new Event();
          Watcher w =
              Hub.current()
                  .onSignal(
                      "CONT",
                      _ -> {
                        log.put("called");
                        goOn.await();
                      });
          try (OsSignal signal = OsSignal.on("CONT")) {
            for (int i = 0; i < 3; i++) {
              raise();
              signal.await();
            }
          }
          assertThat(log.take()).isEqualTo("called");
          assertThat(log.poll(Duration.ofMillis(20))).isNull();
          goOn.set();
          assertThat(List.of(log.take(), log.take())).containsOnly("called");
          w.close();
          w.await();
        });
  }

  @Test
  void closed_givesTheSignalBack() {
    TestHub.real()
        .run(() -> {
          Watcher w = Hub.current().onSignal("CONT", _ -> log.put("called"));
          w.close();
          raise(); // does nothing, as before
          assertThat(log.poll(Duration.ofMillis(20))).isNull();
        });
  }

  /** An answer may come: the hub does not say that it cannot. */
  @Test
  void active_isNoDeadlock() throws Exception {
    Event came = new Event();
    Watcher w = Hub.current().rawOnSignal("CONT", _ -> came.set());
    Hub hub = Hub.current();
    Thread sender =
        Thread.ofPlatform()
            .start(() -> {
              while (!hub.loop().inbox().asleep()) {
                Thread.onSpinWait();
              }
              UncheckedFailure.of(() -> {
                raise();
                return null;
              });
            });
    came.await();
    sender.join();
    w.close();
    assertThatThrownBy(() -> new Event().await()).isInstanceOf(DeadlockException.class);
  }

  @Test
  void onSignal_noSuchSignal_isRefused() {
    for (String name : List.of("NO_SUCH_SIGNAL", "SEGV")) {
      assertThatThrownBy(() -> Hub.current().onSignal(name, _ -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
    assertThat(Hub.current().stats().watchers()).isZero();
  }
}
