package greenloom;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnLater;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet.State;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.Event;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The states of a greenlet, the order in which they run, and waiting for one. */
@ExtendWith(NothingLeft.class)
class GreenletTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  private static void assertFlags(
      Greenlet<?> g, State state, boolean started, boolean ready, boolean successful) {
    assertThat(g.state()).isEqualTo(state);
    assertThat(g.started()).as("started").isEqualTo(started);
    assertThat(g.ready()).as("ready").isEqualTo(ready);
    assertThat(g.successful()).as("successful").isEqualTo(successful);
    assertThat(g.killed()).as("killed").isEqualTo(state == State.KILLED);
  }

  // gevent test__greenlet: TestBasic.test_simple_exit
  @Test
  void flags_ofOneThatSucceeds() {
    TestHub.virtual()
        .run(() -> {
          Event go = new Event();
          List<String> seen = new ArrayList<>();
          Greenlet<String> g =
              spawn(() -> {
                assertFlags(Greenlet.current().orElseThrow(), State.RUNNING, true, false, false);
                seen.add("inside");
                go.await();
                return "value";
              });
          assertFlags(g, State.SCHEDULED, false, false, false);
          assertThat(g.value()).isNull();
          yieldNow();
          assertFlags(g, State.RUNNING, true, false, false);
          go.set();
          assertFlags(g, State.RUNNING, true, false, false);
          g.join();
          assertFlags(g, State.SUCCEEDED, true, true, true);
          assertThat(g.value()).isEqualTo("value");
          assertThat(g.exception()).isNull();
          assertThat(g.get()).isEqualTo("value").isEqualTo(g.get());
          assertThat(seen).containsExactly("inside");
        });
  }

  // gevent test__greenlet: TestBasic.test_error_exit
  @Test
  void flags_ofOneThatFails() {
    TestHub.virtual()
        .run(() -> {
          RuntimeException failure = new IllegalArgumentException("mine");
          Greenlet<String> g =
              spawn(() -> {
                throw failure;
              });
          g.join();
          assertFlags(g, State.FAILED, true, true, false);
          assertThat(g.value()).isNull();
          assertThat(g.exception()).isSameAs(failure);
        });
  }

  @Test
  void flags_ofOneThatIsKilled() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Void> g = spawn(() -> sleep(HOUR));
          yieldNow();
          g.kill();
          assertFlags(g, State.KILLED, true, true, false);
          assertThat(g.value()).isNull();
          assertThat(g.exception()).isNull();
        });
  }

  @Test
  void flags_ofOneKilledBeforeItsStart() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Void> g = spawn(() -> {});
          g.killSoon();
          assertFlags(g, State.KILLED, false, true, false);
        });
  }

  @Test
  void value_nullIsAValue() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Void> g = spawn(() -> {});
          assertThat(g.get()).isNull();
          assertFlags(g, State.SUCCEEDED, true, true, true);
        });
  }

  // gevent test__api: TestTimers.test_timer_fired
  @Test
  void spawn_neverRunsInline() {
    TestHub.virtual()
        .run(() -> {
          List<String> seen = new ArrayList<>();
          Greenlet<Boolean> g = spawn(() -> seen.add("ran"));
          assertThat(seen).isEmpty();
          g.join();
          assertThat(seen).containsExactly("ran");
        });
  }

  @Test
  void spawn_fromPlatformThread_neverRunsInline() {
    List<String> seen = new ArrayList<>();
    Greenlet<Boolean> g = spawn(() -> seen.add("ran"));
    assertThat(seen).isEmpty();
    assertThat(g.state()).isEqualTo(State.SCHEDULED);
    g.join();
    assertThat(seen).containsExactly("ran");
  }

  // gevent test__order: TestSleep0
  @Test
  void order_ofTwoThatYield() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          List<Greenlet<?>> both = new ArrayList<>();
          for (String name : List.of("1", "2")) {
            both.add(
                spawn(() -> {
                  trace.add(name + "A");
                  yieldNow();
                  trace.add(name + "B");
                }));
          }
          joinAll(both);
          assertThat(trace).containsExactly("1A", "2A", "1B", "2B");
        });
  }

  @Test
  void order_ofManySpawned_isThatOfSpawning() {
    TestHub.virtual()
        .run(() -> {
          List<Integer> trace = new ArrayList<>();
          List<Integer> expected = new ArrayList<>();
          List<Greenlet<?>> all = new ArrayList<>();
          for (int i = 0; i < 1000; i++) {
            int n = i;
            expected.add(n);
            all.add(spawn(() -> trace.add(n)));
          }
          joinAll(all);
          assertThat(trace).isEqualTo(expected);
        });
  }

  @Test
  void order_ofEqualSleeps_isThatOfArming() {
    TestHub.virtual()
        .run(() -> {
          List<Integer> trace = new ArrayList<>();
          List<Greenlet<?>> all = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            int n = i;
            all.add(
                spawn(() -> {
                  sleep(MOMENT);
                  trace.add(n);
                }));
          }
          joinAll(all);
          assertThat(trace).isSorted().hasSize(20);
        });
  }

  // gevent test__api: test_spawn_is_not_cancelled
  @Test
  void spawn_outlivesItsSpawner() {
    TestHub.virtual()
        .shuffled()
        .run(() -> {
          List<String> seen = new ArrayList<>();
          Greenlet<Greenlet<Boolean>> outer = spawn(() -> spawn(() -> seen.add("inner")));
          outer.get().join();
          assertThat(seen).containsExactly("inner");
        });
  }

  @Test
  void spawnLater_startsWhenItIsTime() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Greenlet<Duration> late = spawnLater(MOMENT, hub::elapsed);
      Greenlet<Void> never = spawnLater(HOUR, () -> {});
      assertThat(late.state()).isEqualTo(State.SCHEDULED);
      assertThat(late.get()).isEqualTo(MOMENT);
      never.kill();
      assertThat(never.killed()).isTrue();
    });
    assertThat(hub.elapsed()).isEqualTo(MOMENT);
  }

  @Test
  void current_isTheGreenletThatAsks() {
    assertThat(Greenlet.current()).isEmpty();
    TestHub.virtual()
        .run(() -> {
          Greenlet<Greenlet<?>> g = spawn(() -> Greenlet.current().orElseThrow());
          assertThat((Object) g.get()).isSameAs(g);
          assertThat(g.hub()).isSameAs(Hub.current());
          assertThat(g.thread().isVirtual()).isTrue();
        });
  }

  @Test
  void named_showsInTheHubsDump() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Void> g = spawn(() -> sleep(HOUR)).named("the sleeper");
          yieldNow();
          assertThat(g.name()).isEqualTo("the sleeper");
          assertThat(Hub.current().dump()).contains("the sleeper: sleep");
          g.kill();
          assertThat(g).hasToString("the sleeper[KILLED]");
        });
  }

  // --- waiting for it ---

  @Test
  void get_ofOneThatEnded_doesNotSwitch() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<String> g = spawn(() -> "done");
          g.join();
          Greenlet<Void> other = spawn(() -> {});
          assertThat(g.get()).isEqualTo("done");
          assertThat(g.get(Duration.ZERO)).isEqualTo("done");
          assertThat(g.join(Duration.ZERO)).isTrue();
          g.join();
          g.kill();
          assertThat(g.kill(Duration.ZERO)).isTrue();
          joinAll(g, g);
          assertThat(other.started()).as("somebody else has run").isFalse();
        });
  }

  @Test
  void get_itsOwnLimit_isExpired() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Greenlet<Void> g = spawn(() -> sleep(HOUR));
      assertThatThrownBy(() -> g.get(MOMENT))
          .isInstanceOf(TimeoutExpired.class)
          .hasMessageContaining("10 ms");
      assertThat(g.join(MOMENT)).isFalse();
      assertThat(g.join(Duration.ZERO)).isFalse();
      assertThat(g.join(Duration.ofSeconds(-1))).isFalse();
      assertThat(hub.elapsed()).isEqualTo(MOMENT.multipliedBy(2));
      g.kill();
    });
  }

  @Test
  void get_foreignLimit_passesThroughAsItself() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Void> g = spawn(() -> sleep(HOUR));
          List<String> seen = new ArrayList<>();
          assertThatThrownBy(() ->
                  withTimeout(
                      MOMENT,
                      () -> {
                        try {
                          g.get(HOUR);
                        } catch (TimeoutExpired e) {
                          seen.add("taken for its own");
                        }
                      }))
              .isInstanceOf(TimeoutExpired.class)
              .hasMessageContaining("10 ms");
          assertThat(seen).isEmpty();
          g.kill();
        });
  }

  @Test
  void get_ofUncheckedFailure_throwsItAsItIs_andTellsWhoAsked() {
    TestHub.virtual()
        .run(() -> {
          RuntimeException failure = new IllegalStateException("mine");
          Greenlet<Void> g =
              spawn(() -> {
                throw failure;
              });
          assertThatThrownBy(g::get).isSameAs(failure);
          assertThat(failure.getSuppressed()).hasSize(1);
          assertThat(failure.getSuppressed()[0]).isInstanceOf(JoinedHere.class);
          assertThat(failure.getSuppressed()[0].getStackTrace())
              .anyMatch(f -> f.getClassName().equals(GreenletTest.class.getName()));
          assertThatThrownBy(() -> g.get(HOUR)).isSameAs(failure);
        });
  }

  @Test
  void get_ofError_throwsItAsItIs() {
    TestHub.virtual()
        .run(() -> {
          Error failure = new AssertionError("mine");
          Greenlet<Void> g =
              spawn(() -> {
                throw failure;
              });
          assertThatThrownBy(g::get).isSameAs(failure);
        });
  }

  @Test
  void get_ofCheckedFailure_wrapsIt() {
    TestHub.virtual()
        .run(() -> {
          Exception failure = new IOException("mine");
          Greenlet<Void> g =
              spawn(() -> {
                throw failure;
              });
          assertThatThrownBy(g::get)
              .isInstanceOf(CompletionException.class)
              .hasMessageContaining(g.name())
              .cause()
              .isSameAs(failure);
          assertThat(g.exception()).isSameAs(failure);
        });
  }

  @Test
  void get_ofKilled_isCancelled() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Void> g = spawn(() -> sleep(HOUR)).named("victim");
          g.kill();
          assertThatThrownBy(g::get)
              .isInstanceOf(CancellationException.class)
              .hasMessageContaining("victim");
        });
  }

  @Test
  void get_manyFailures_suppressedStayFew() {
    TestHub.virtual()
        .run(() -> {
          RuntimeException failure = new IllegalStateException("mine");
          Greenlet<Void> g =
              spawn(() -> {
                throw failure;
              });
          for (int i = 0; i < 100; i++) {
            assertThatThrownBy(g::get).isSameAs(failure);
          }
          assertThat(failure.getSuppressed()).hasSizeLessThan(20);
        });
  }

  @Test
  void join_itself_isRefused() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> me = Greenlet.current().orElse(null);
          assertThat(me).as("the body of a test hub is a bare green thread").isNull();
          Greenlet<Void> g =
              spawn(() -> {
                Greenlet<?> self = Greenlet.current().orElseThrow();
                assertThatThrownBy(self::join).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> self.join(HOUR)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(self::get).isInstanceOf(IllegalStateException.class);
              });
          g.get();
        });
  }
}
