package greenloom.hub;

import static greenloom.Greenloom.killAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Greenlet;
import greenloom.sync.GreenLock;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Circles of green threads that wait for each other are found while the hub lives on. */
class WaitGraphTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Three of which each waits for the next, by {@code wait}, beside one that only sleeps. */
  private static void inACircle(Consumer<Greenlet<?>> wait, Consumer<List<DeadlockCycle>> check) {
    TestHub.virtual()
        .run(() -> {
          List<Greenlet<?>> all = new ArrayList<>();
          Greenlet<?> sleeper = spawn(() -> sleep(HOUR)).named("sleeper");
          for (String name : List.of("alice", "bob", "carol")) {
            int next = (all.size() + 1) % 3;
            all.add(spawn(() -> wait.accept(all.get(next))).named(name));
          }
          Greenlet<?> behind = spawn(() -> all.get(0).join()).named("behind");
          sleep(Duration.ofSeconds(90));
          check.accept(Hub.current().findDeadlocks());
          killAll(all);
          behind.join();
          sleeper.kill();
          assertThat(Hub.current().findDeadlocks()).isEmpty();
        });
  }

  @Test
  void joins_inACircle_areFoundAndDrawn() {
    inACircle(
        Greenlet::join,
        found -> {
          assertThat(found).hasSize(1);
          DeadlockCycle circle = found.getFirst();
          assertThat(circle.threads())
              .extracting(GreenThread::name)
              .containsExactlyInAnyOrder("alice", "bob", "carol");
          assertThat(circle.toString()).contains("wait in a circle:");
          assertThat(circle.picture())
              .contains("  +-> ", "  |     v\n  |   ", "  +-----+\n")
              .contains("| join alice[RUNNING], for 90.0 s")
              .contains("spawned by main in " + WaitGraphTest.class.getName());
          assertThat(Hub.current().dump()).contains("deadlock: " + circle);
        });
  }

  @Test
  void locksOfOurs_areFoundWithTheirOwners() {
    TestHub.virtual()
        .run(() -> {
          GreenLock left = new GreenLock();
          GreenLock right = new GreenLock();
          List<Greenlet<?>> both =
              List.of(
                  spawn(() -> lockBoth(left, right)).named("socrates"),
                  spawn(() -> lockBoth(right, left)).named("plato"));
          sleep(Duration.ofSeconds(1));
          assertThat(Hub.current().findDeadlocks())
              .singleElement()
              .asString()
              .contains("| lock GreenLock[held by socrates, 1 waiting]")
              .contains("| lock GreenLock[held by plato, 1 waiting]");
          killAll(both);
        });
  }

  private static void lockBoth(GreenLock first, GreenLock second) {
    first.lock();
    try {
      yieldNow();
      second.lock();
      second.unlock();
    } finally {
      first.unlock();
    }
  }

  @Test
  void joins_withALimit_areNoDeadlock() {
    inACircle(g -> g.join(HOUR), found -> assertThat(found).isEmpty());
  }

  @Test
  void joins_insideOfALimit_areNoDeadlock() {
    inACircle(WaitGraphTest::joinInAnHour, found -> assertThat(found).isEmpty());
  }

  private static void joinInAnHour(Greenlet<?> other) {
    withTimeout(HOUR, () -> other.join());
  }

  @Test
  void joins_ofWhomAnotherCanGoOn_areNoDeadlock() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> last = spawn(() -> sleep(HOUR));
          Greenlet<?> middle = spawn(() -> last.join());
          Greenlet<?> first = spawn(() -> middle.join());
          sleep(Duration.ofSeconds(1));
          assertThat(Hub.current().findDeadlocks()).isEmpty();
          first.join();
        });
  }

  @Test
  void joins_beingKilled_areNoDeadlock() {
    inACircle(
        Greenlet::join,
        found -> {
          Greenlet<?> one = (Greenlet<?>) found.getFirst().threads().getFirst().origin();
          one.killSoon();
          assertThat(Hub.current().findDeadlocks()).isEmpty();
        });
  }

  private record Mine(@Nullable GreenThread owner) implements Owned {
    @Override
    public String toString() {
      return "Mine";
    }
  }

  @Test
  void threadThatWaitsForItself_isFound() {
    TestHub.virtual()
        .run(() -> {
          GreenThread t =
              JdkWait.spawnUntilItWaits(
                  "narcissus",
                  () -> {
                    Mine mine = new Mine(GreenThread.current());
                    Waiter.here(mine, "lock", null).await();
                  });
          assertThat(Hub.current().findDeadlocks())
              .singleElement()
              .asString()
              .startsWith("narcissus waits for itself:\n  +-> narcissus\n  |     | lock Mine");
          t.deliver(new GreenletExit());
          Hub.yieldNow();
        });
  }
}
