package greenloom.testing;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnLater;
import static greenloom.Greenloom.waitAny;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.hub.Clock;
import greenloom.hub.Hub;
import greenloom.sync.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class TestHubTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  @Test
  void virtualTime_jumps_asFarAsNeeded() {
    long before = System.nanoTime();
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      sleep(Duration.ofDays(1));
      Greenlet<Boolean> g = spawn(() -> new Event().await(Duration.ofDays(1)));
      assertThat(g.get()).isFalse();
      assertThat(waitAny(List.of(new Event()), 1, Duration.ofDays(1))).isEmpty();
      assertThat(waitAny(List.of(spawnLater(Duration.ofDays(1), () -> {})), 1, null)).hasSize(1);
      assertThat(hub.elapsed()).isEqualTo(Duration.ofDays(4));
    });
    assertThat(hub.realTime()).isZero();
    assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(50).toNanos());
  }

  @Test
  void virtualTime_standsStillWhileAnybodyIsReady() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Greenlet<?> sleeper = spawn(() -> sleep(MOMENT));
      for (int i = 0; i < 1000; i++) {
        yieldNow();
      }
      assertThat(hub.elapsed()).isZero();
      sleeper.join();
      assertThat(hub.elapsed()).isEqualTo(MOMENT);
    });
  }

  @Test
  void virtualTime_goesAsRealTime_inAWaitOfTheJdk() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> Thread.sleep(10));
    assertThat(hub.realTime()).isBetween(Duration.ofMillis(9), Duration.ofSeconds(30));
    assertThat(hub.elapsed()).isEqualTo(hub.realTime());
  }

  @Test
  void real_hasTheMachinesClock() {
    TestHub hub = TestHub.real();
    hub.run(() -> assertThat(Hub.current().clock()).isSameAs(Clock.system()));
    assertThat(hub.elapsed()).isZero();
    assertThat(hub.realTime()).isZero();
  }

  @Test
  void run_throwsWhatItsBodyThrows() {
    Exception mine = new IOException("mine");
    Action fail =
        () -> {
          throw mine;
        };
    assertThatThrownBy(() -> TestHub.virtual().run(fail)).isSameAs(mine);
    assertThat(mine.getSuppressed()).isEmpty();
  }

  @Test
  void leftGreenThread_isFound_andKilled() {
    List<Greenlet<?>> left = new ArrayList<>();
    assertThatThrownBy(() ->
            TestHub.virtual()
                .run(() -> left.add(spawn(() -> new Event().await()).named("the lost one"))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("left when the test ended")
        .hasMessageContaining("the lost one: await Event");
    assertThat(left.getFirst().killed()).isTrue();
  }

  @Test
  void leftTimer_isFound() {
    assertThatThrownBy(() -> TestHub.virtual().run(() -> spawnLater(HOUR, () -> {})))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 timers");
  }

  @Test
  void readyGreenlets_mayEndFirst() {
    List<String> trace = new ArrayList<>();
    TestHub.virtual()
        .run(() -> {
          spawn(() -> {
            yieldNow();
            spawn(() -> trace.add("ended"));
          });
        });
    assertThat(trace).containsExactly("ended");
  }

  @Test
  void unseenFailure_isFound_andNamesTheSeed() {
    RuntimeException mine = new IllegalStateException("mine");
    Action unseen =
        () ->
            spawn(() -> {
              throw mine;
            });
    assertThatThrownBy(() -> TestHub.virtual().run(unseen))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nobody waited for")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasCause(mine));
    Throwable shuffled = catchThrowable(() -> TestHub.virtual().shuffled(42).run(unseen));
    assertThat(shuffled.getSuppressed())
        .anyMatch(s -> s.getMessage().contains("-Dgreenloom.seed=42"));
  }

  @Test
  void unseenFailure_standsBesideThatOfTheBody() {
    Throwable failed =
        catchThrowable(() ->
            TestHub.virtual()
                .run(() -> {
                  Action fail =
                      () -> {
                        throw new IllegalStateException("unseen");
                      };
                  spawn(fail);
                  yieldNow();
                  throw new IOException("body");
                }));
    assertThat(failed).hasMessage("body");
    assertThat(failed.getSuppressed()).hasSize(1);
    assertThat(failed.getSuppressed()[0]).hasRootCauseMessage("unseen");
  }

  @Test
  void seed_repeatsTheOrder_andIsNamedByAFailure() {
    Set<List<Integer>> orders = new HashSet<>();
    for (int seed = 0; seed < 10; seed++) {
      List<Integer> order = orderOf(TestHub.virtual().shuffled(seed));
      assertThat(orderOf(TestHub.virtual().shuffled(seed))).isEqualTo(order);
      orders.add(order);
    }
    assertThat(orders).hasSizeGreaterThan(5);
    assertThat(orderOf(TestHub.virtual())).isSorted();
    Throwable failed =
        catchThrowable(() ->
            TestHub.virtual()
                .shuffled(7)
                .run(() -> {
                  throw new AssertionError("mine");
                }));
    assertThat(failed).hasMessage("mine");
    assertThat(failed.getSuppressed()[0]).hasMessageContaining("-Dgreenloom.seed=7");
  }

  private static List<Integer> orderOf(TestHub hub) {
    List<Integer> order = new ArrayList<>();
    hub.run(() -> {
      for (int i = 0; i < 10; i++) {
        int n = i;
        spawn(() -> order.add(n));
      }
      TestHub.awaitAllBlocked();
    });
    return order;
  }

  @Test
  void run_givesTheThreadItsFormerHubBack() {
    Hub mine = Hub.current();
    TestHub.virtual()
        .run(() -> {
          assertThat(Hub.current()).isNotSameAs(mine);
          Thread.currentThread().setName("inside");
        });
    assertThat(Hub.current()).isSameAs(mine);
    assertThat(Greenloom.spawn(() -> "works").get()).isEqualTo("works");
  }

  @Test
  void awaitAllBlocked_waitsForThoseWhoAreReady_notForThoseWhoWait() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      List<String> trace = new ArrayList<>();
      Greenlet<?> g =
          spawn(() -> {
            for (int i = 0; i < 500; i++) {
              yieldNow();
            }
            trace.add("blocked");
            sleep(HOUR);
          });
      TestHub.awaitAllBlocked();
      assertThat(trace).containsExactly("blocked");
      assertThat(hub.elapsed()).isZero();
      TestHub.awaitAllBlocked();
      g.kill();
    });
  }

  @Test
  void deadlock_isTold() {
    assertThatThrownBy(() -> TestHub.virtual().run(() -> new Event().await()))
        .isInstanceOf(greenloom.hub.DeadlockException.class)
        .hasMessageContaining("await Event");
  }
}
