package greenloom.hub;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.sync.Event;
import greenloom.testing.NothingLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Groups of hubs: who gets what, and how they end. */
@ExtendWith(NothingLeft.class)
@Timeout(60)
class HubsIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final Hubs hubs = Hub.setup("web").daemon().start(3);
  private final List<String> failures = new CopyOnWriteArrayList<>();

  HubsIT() {
    hubs.onFailure((what, e) -> failures.add(what + ": " + e));
  }

  @AfterEach
  void end() {
    hubs.close();
    assertThat(failures).isEmpty();
  }

  private static List<String> namesOf(List<Greenlet<String>> greenlets) {
    return greenlets.stream().map(Greenlet::get).toList();
  }

  private static String here() {
    return Hub.current().name();
  }

  // --- making ---

  @Test
  void start_namesThem_andCountsThem() {
    assertThat(hubs.members()).extracting(Hub::name).containsExactly("web-1", "web-2", "web-3");
    assertThat(hubs.size()).isEqualTo(3);
    try (Hubs others = Hubs.start(1)) {
      assertThat(others.members()).extracting(Hub::name).containsExactly("hub-1");
      assertThat(others).hasToString("Hubs[hub, 1 hubs, 0 green threads]");
    }
  }

  @Test
  void start_ofNone_isRefused() {
    assertThatThrownBy(() -> Hubs.start(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a group has at least 1 hub, not 0");
  }

  // --- placing ---

  @Test
  void spawn_goesToEachHubInTurn_fromWhateverThread() throws Exception {
    List<Greenlet<String>> greenlets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      greenlets.add(spawnOn(hubs, HubsIT::here));
    }
    spawn(() -> greenlets.add(spawnOn(hubs, HubsIT::here))).get(); // of this thread's hub
    spawnOn(hubs.members().getLast(), () -> greenlets.add(spawnOn(hubs, HubsIT::here))).get();
    Thread.startVirtualThread(() -> greenlets.add(spawnOn(hubs, HubsIT::here))).join();
    assertThat(namesOf(greenlets))
        .containsExactly("web-1", "web-2", "web-3", "web-1", "web-2", "web-3");
  }

  @Test
  void spawn_withoutAGroup_staysOnTheHubOfTheSpawner() {
    Greenlet<List<String>> parent =
        spawnOn(
            hubs.members().get(1),
            () -> {
              List<Greenlet<String>> children = new ArrayList<>();
              for (int i = 0; i < 5; i++) {
                children.add(spawn(HubsIT::here));
              }
              return namesOf(children);
            });
    assertThat(parent.get()).hasSize(5).containsOnly("web-2");
  }

  @Test
  void executorAndFactory_takeTheNextHub() throws Exception {
    List<String> names = new CopyOnWriteArrayList<>();
    CountDownLatch ran = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      hubs.executor()
          .execute(() -> {
            names.add(here());
            ran.countDown();
          });
    }
    ran.await();
    assertThat(names).containsExactlyInAnyOrder("web-1", "web-2", "web-3");
    for (int i = 0; i < 3; i++) {
      Thread t = hubs.threadFactory().newThread(() -> names.add(here()));
      t.start();
      t.join();
    }
    assertThat(names.subList(3, 6)).containsExactly("web-1", "web-2", "web-3");
  }

  /** While the hubs are kept from taking anything in: only what was sent can count. */
  @Test
  void leastLoaded_burst_isSpread() throws Exception {
    try (Hubs group = Hub.setup("least").daemon().start(2, Placement.leastLoaded())) {
      CountDownLatch busy = new CountDownLatch(2);
      CountDownLatch goOn = new CountDownLatch(1);
      for (Hub hub : group.members()) {
        hub.enter(() -> {
          busy.countDown();
          while (goOn.getCount() > 0) {
            Thread.onSpinWait();
          }
        });
      }
      busy.await();
      List<Greenlet<String>> greenlets = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        greenlets.add(spawnOn(group, HubsIT::here));
      }
      goOn.countDown();
      assertThat(namesOf(greenlets)).filteredOn("least-1"::equals).hasSize(10);
    }
  }

  @Test
  void leastLoaded_oneHubHasMore_theOtherTakesWhatIsNew() {
    try (Hubs group = Hub.setup("least").daemon().start(2, Placement.leastLoaded())) {
      Event end = new Event();
      List<Greenlet<?>> waiting = new ArrayList<>();
      Hub full = group.members().getFirst();
      for (int i = 0; i < 50; i++) {
        waiting.add(spawnOn(full, () -> end.await()));
      }
      while (full.threads().size() < 50) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < 5; i++) {
        assertThat(spawnOn(group, HubsIT::here).get()).isEqualTo("least-2");
      }
      end.set();
      waiting.forEach(Greenlet::get);
    }
  }

  @Test
  void forKey_equalKeys_haveOneHub_andManyAreSpread() {
    var byHub =
        IntStream.range(0, 3_000)
            .map(i -> i * 3) // a step that a plain remainder would send to one hub
            .boxed()
            .collect(Collectors.groupingBy(hubs::forKey, Collectors.counting()));
    assertThat(byHub.keySet()).containsExactlyInAnyOrderElementsOf(hubs.members());
    assertThat(byHub.values()).allMatch(count -> count > 700);
    assertThat(hubs.forKey("alice")).isSameAs(hubs.forKey(new String("alice")));
  }

  @Test
  void placement_ofOnesOwn_isAsked() {
    try (Hubs group = Hub.setup("own").daemon().start(3, List::getLast)) {
      assertThat(spawnOn(group, HubsIT::here).get()).isEqualTo("own-3");
      assertThat(spawnOn(group, HubsIT::here).get()).isEqualTo("own-3");
    }
  }

  // --- data of one hub ---

  /** A plain map, and no lock: each hub has its own, and one greenlet of a hub runs at a time. */
  @Test
  void hubLocal_changedByMany_needsNoLock() {
    HubLocal<int[]> counts = new HubLocal<>(hub -> new int[1]);
    List<Greenlet<Void>> greenlets = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      greenlets.add(
          spawnOn(
              hubs,
              () -> {
                for (int n = 0; n < 100; n++) {
                  int[] mine = counts.get();
                  mine[0] = mine[0] + 1;
                  yieldNow();
                }
              }));
    }
    greenlets.forEach(Greenlet::get);
    assertThat(hubs.members()).allMatch(hub -> counts.get(hub)[0] == 10_000);
  }

  // --- asking ---

  @Test
  void statsAndDumps_tellOfEachHub() {
    Event end = new Event();
    List<Greenlet<Boolean>> waiting = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      waiting.add(spawnOn(hubs, () -> end.await(LONG)).named("waiter " + i));
    }
    while (hubs.stats().stream().mapToInt(HubStats::live).sum() < 3) {
      Thread.onSpinWait();
    }
    assertThat(hubs.stats()).extracting(HubStats::live).containsExactly(1, 1, 1);
    assertThat(hubs.dump()).contains("web-1: 1 green", "waiter 1", "web-3: 1 green", "waiter 3");
    assertThat(hubs.dumpJson()).startsWith("[{\"hub\":\"web-1\"").endsWith("}]");
    end.set();
    waiting.forEach(Greenlet::get);
  }

  @Test
  void circleThroughTwoHubs_isFound() {
    List<Greenlet<?>> pair = new CopyOnWriteArrayList<>();
    Event both = new Event();
    for (int i = 0; i < 2; i++) {
      int other = 1 - i;
      pair.add(
          spawnOn(
              hubs,
              () -> {
                both.await();
                pair.get(other).join();
              }));
    }
    both.set();
    Hub one = hubs.members().getFirst();
    while (one.findDeadlocks().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(one.findDeadlocks().getFirst().threads()).hasSize(2);
    assertThat(one.dump()).contains("deadlock: ");
    pair.forEach(Greenlet::kill);
  }

  // --- the end ---

  /** Each spawns the next on another hub: at most moments only one hub has anything. */
  @Test
  void stop_waitsForWhatIsSpawnedMeanwhile_onAnyHub() {
    AtomicInteger hops = new AtomicInteger();
    spawnOn(hubs, () -> hop(hops, 300));
    assertThat(hubs.stop(LONG)).isTrue();
    assertThat(hops).hasValue(300);
    assertThat(hubs.members()).allMatch(Hub::closed);
  }

  private void hop(AtomicInteger hops, int left) {
    if (left > 0) {
      hops.incrementAndGet();
      spawnOn(hubs, () -> hop(hops, left - 1));
    }
  }

  @Test
  void stop_timeIsUp_killsTheRest() {
    Greenlet<Void> sleeper = spawnOn(hubs, () -> sleep(Duration.ofDays(1)));
    assertThat(hubs.stop(MOMENT)).isFalse();
    assertThat(sleeper.killed()).isTrue();
  }

  @Test
  void stop_fromOutside_nothingIsTakenAnyMore_fromInsideItIs() {
    Event end = new Event();
    Greenlet<String> inside =
        spawnOn(
            hubs,
            () -> {
              end.await();
              return spawnOn(hubs, HubsIT::here).get();
            });
    Greenlet<Boolean> stop = spawn(() -> hubs.stop(LONG));
    yieldNow(); // it is in the drain now
    assertThatThrownBy(() -> spawnOn(hubs, HubsIT::here))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("hubs web are stopped, and take nothing more");
    end.set();
    assertThat(inside.get()).isEqualTo("web-2");
    assertThat(stop.get()).isTrue();
  }

  @Test
  void stop_byOneOfItsThreads_isRefused_andTheGroupGoesOn() {
    for (Action stop : List.<Action>of(hubs::close, () -> hubs.stop(LONG))) {
      Greenlet<Void> inside = spawnOn(hubs, stop);
      assertThatThrownBy(inside::get)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("hubs web cannot be stopped by one of their threads");
    }
    failures.clear(); // if they failed before they were waited for
    assertThat(spawnOn(hubs, HubsIT::here).get()).isEqualTo("web-3");
  }

  @Test
  void stop_callersTimeIsUp_endsTheHubsAllTheSame() {
    Greenlet<Void> sleeper = spawnOn(hubs, () -> sleep(Duration.ofDays(1)));
    assertThatThrownBy(() -> withTimeout(MOMENT, () -> hubs.stop(LONG)))
        .isInstanceOf(TimeoutExpired.class);
    assertThat(sleeper.killed()).isTrue();
    assertThat(hubs.members()).allMatch(Hub::closed);
  }

  /** None of the three ends before all are being killed. */
  @Test
  void close_endsAllAtTheSameTime() throws Exception {
    CyclicBarrier all = new CyclicBarrier(3);
    CountDownLatch begun = new CountDownLatch(3);
    List<Greenlet<Void>> greenlets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      greenlets.add(
          spawnOn(
              hubs,
              () -> {
                begun.countDown();
                try {
                  sleep(Duration.ofDays(1));
                } finally {
                  all.await();
                }
              }));
    }
    begun.await();
    hubs.close();
    assertThat(greenlets).allMatch(Greenlet::killed);
  }

  @Test
  void stop_byTwo_theOneWithLessTimeDecides() throws Exception {
    Greenlet<Void> sleeper = spawnOn(hubs, () -> sleep(Duration.ofDays(1)));
    CompletableFuture<Boolean> patient = new CompletableFuture<>();
    Thread t = Thread.ofPlatform().start(() -> patient.complete(hubs.stop(Duration.ofDays(1))));
    hubs.close();
    t.join();
    assertThat(patient).isCompleted();
    assertThat(sleeper.killed()).isTrue();
    assertThat(hubs.stop(LONG)).isTrue();
  }
}
