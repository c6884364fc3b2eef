package greenloom;

import static greenloom.Greenloom.blocking;
import static greenloom.Greenloom.callOn;
import static greenloom.Greenloom.runOn;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import greenloom.hub.TimeoutExpired;
import greenloom.jdk.Carrier;
import greenloom.sync.Event;
import greenloom.sync.GreenLock;
import greenloom.sync.GreenQueue;
import greenloom.testing.NothingLeft;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Greenlets on the hubs of a group: where they run, and how they work together. */
@ExtendWith(NothingLeft.class)
@Timeout(60)
class ManyHubsIT {
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final Hubs hubs = Hub.setup("all").daemon().start(3);
  private final List<String> failures = new CopyOnWriteArrayList<>();

  ManyHubsIT() {
    hubs.onFailure((what, e) -> failures.add(what + ": " + e));
  }

  @AfterEach
  void end() {
    assertThat(hubs.stop(Duration.ofSeconds(30))).isTrue();
    assertThat(failures).isEmpty();
  }

  private static String place() {
    return Hub.current().name() + " on " + Carrier.current().getName();
  }

  // --- work stays where it is ---

  /** What greenlets of all hubs use together, and wait for each other at. */
  private static final class Shared {
    private final GreenQueue<Integer> queue = GreenQueue.bounded(2);
    private final LinkedBlockingQueue<Integer> jdkQueue = new LinkedBlockingQueue<>();
    private final GreenLock lock = new GreenLock();
    private final ReentrantLock jdkLock = new ReentrantLock();
    private final Object monitor = new Object();
    private final ServerSocket listener;
    private int inside;

    Shared() throws IOException {
      listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    /** A wait of each kind, which greenlets of other hubs end. */
    List<Action> waits() {
      return List.of(
          () -> sleep(Duration.ofMillis(1)),
          () -> Thread.sleep(1),
          Greenloom::yieldNow,
          () -> {
            queue.put(1);
            queue.take();
          },
          () -> {
            jdkQueue.put(1);
            jdkQueue.take();
          },
          () -> {
            lock.lock();
            sleep(Duration.ofNanos(100_000));
            lock.unlock();
          },
          () -> {
            jdkLock.lock();
            Thread.sleep(0, 100_000);
            jdkLock.unlock();
          },
          () -> {
            synchronized (monitor) {
              inside++;
              Thread.sleep(0, 100_000);
            }
          },
          () -> blocking(() -> Thread.sleep(1)),
          () -> CompletableFuture.runAsync(() -> {}).get(),
          this::overTheNetwork);
    }

    /** Connects to whichever greenlet accepts, and accepts from whichever has connected. */
    private void overTheNetwork() throws IOException {
      try (Socket mine = new Socket(listener.getInetAddress(), listener.getLocalPort());
          Socket other = listener.accept()) {
        other.getOutputStream().write(7);
        assertThat(mine.getInputStream().read()).isEqualTo(7);
      }
    }
  }

  @Test
  void greenlet_whateverItWaitsFor_staysOnItsHubAndThread() throws Exception {
    Shared shared = new Shared();
    try (shared.listener) {
      List<Greenlet<Integer>> greenlets = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        greenlets.add(spawnOn(hubs, () -> steps(shared)));
      }
      int steps = greenlets.stream().mapToInt(Greenlet::get).sum();
      assertThat(steps).isEqualTo(60 * 3 * shared.waits().size());
    }
    assertThat(shared.inside).isEqualTo(60 * 3);
    assertThat(hubs.stats()).allMatch(stats -> stats.spares() == 0 && stats.seizures() == 0);
  }

  /** Waits in every way, several times; returns how often it was where it began. */
  private static int steps(Shared shared) throws Exception {
    String begun = place();
    int same = 0;
    for (int round = 0; round < 3; round++) {
      for (Action wait : shared.waits()) {
        wait.run();
        same += place().equals(begun) ? 1 : 0;
      }
    }
    return same;
  }

  // --- results anywhere ---

  @Test
  void result_isReadByThreadsOfAllKinds() throws Exception {
    Greenlet<String> far =
        spawnOn(
            hubs.members().getLast(),
            () -> {
              sleep(MOMENT);
              return place();
            });
    String expected = "all-3 on all-3";
    Greenlet<String> onAnother = spawnOn(hubs.members().getFirst(), () -> far.get());
    Greenlet<String> here = spawn(() -> far.get());
    CompletableFuture<String> guest = new CompletableFuture<>();
    Thread.startVirtualThread(() -> guest.complete(far.get()));
    assertThat(far.get()).isEqualTo(expected);
    assertThat(List.of(onAnother.get(), here.get(), guest.get())).containsOnly(expected);
  }

  @Test
  void kill_fromAnotherHub_arrives() {
    Event begun = new Event();
    Greenlet<Void> victim =
        spawnOn(
            hubs.members().getFirst(),
            () -> {
              begun.set();
              Thread.sleep(1_000_000);
            });
    runOn(
        hubs.members().getLast(),
        () -> {
          begun.await();
          victim.kill();
        });
    assertThat(victim.killed()).isTrue();
  }

  // --- calls where the data is ---

  @Test
  void callOn_runsThere_andGivesTheValue() {
    assertThat(callOn(hubs.members().get(1), ManyHubsIT::place)).isEqualTo("all-2 on all-2");
    List<String> places = new ArrayList<>();
    runOn(hubs.forKey("alice"), () -> places.add(place()));
    assertThat(places).containsExactly(callOn(hubs.forKey("alice"), ManyHubsIT::place));
  }

  @Test
  void callOn_fails_isThrownAndNotReported() {
    Action failing =
        () -> {
          throw new IOException("on purpose");
        };
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> runOn(hubs.next(), failing))
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("on purpose");
    }
  }

  @Test
  void callOn_callersTimeIsUp_killsIt() {
    Event ended = new Event();
    Action body =
        () -> {
          try {
            sleep(Duration.ofDays(1));
          } finally {
            ended.set();
          }
        };
    assertThatThrownBy(() -> withTimeout(MOMENT, () -> runOn(hubs.next(), body)))
        .isInstanceOf(TimeoutExpired.class);
    ended.await();
  }

  @Test
  void callOn_killedThere_saysSo() {
    assertThatThrownBy(() ->
            runOn(
                hubs.next(),
                () -> {
                  Greenlet.current().orElseThrow().killSoon();
                  sleep(MOMENT);
                }))
        .isInstanceOf(CancellationException.class);
  }
}
