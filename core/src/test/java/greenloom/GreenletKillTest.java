package greenloom;

import static greenloom.Greenloom.killAll;
import static greenloom.Greenloom.shield;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnLater;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet.State;
import greenloom.hub.GreenletExit;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.Event;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Killing a greenlet in each of its states. */
@ExtendWith(NothingLeft.class)
class GreenletKillTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  @Test
  void kill_itsSignal_hasNoTrace() {
    TestHub.virtual()
        .run(() -> {
          Throwable[] caught = new Throwable[1];
          Greenlet<Void> victim =
              spawn(() -> {
                try {
                  new Event().await();
                } catch (GreenletExit e) {
                  caught[0] = e;
                  throw e;
                }
              });
          yieldNow();
          victim.kill();
          assertThat(victim.killed()).isTrue();
          assertThat(caught[0]).isInstanceOf(GreenletExit.class);
          assertThat(caught[0].getStackTrace()).isEmpty();
        });
  }

  @Test
  void kill_beforeTheStart_neverRunsTheBody_andTellsLinksOnce() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Greenlet<?> g = spawn(() -> trace.add("body"));
          g.link(x -> trace.add("link"));
          g.kill();
          g.kill();
          assertThat(g.state()).isEqualTo(State.KILLED);
          TestHub.awaitAllBlocked();
          assertThat(trace).containsExactly("link");
        });
  }

  @Test
  void kill_beforeTheStart_needsNoSwitch() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> other = spawn(() -> {});
          Greenlet<?> g = spawn(() -> {});
          g.kill();
          assertThat(g.killed()).isTrue();
          assertThat(other.started()).isFalse();
        });
  }

  // gevent test__issue607
  @Test
  void kill_beforeTheStart_withAnException_isAFailure() {
    TestHub.virtual()
        .run(() -> {
          RuntimeException signal = new IllegalStateException("mine");
          Greenlet<?> g = spawn(() -> {});
          g.kill(signal);
          assertThat(g.state()).isEqualTo(State.FAILED);
          assertThat(g.exception()).isSameAs(signal);
          assertThat(g.value()).isNull();
          assertThatThrownBy(g::get).isSameAs(signal);
        });
  }

  @Test
  void kill_ofOneSpawnedForLater_takesItsTimerAway() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Greenlet<?> g = spawnLater(HOUR, () -> trace.add("body"));
          assertThat(Hub.current().stats().timers()).isOne();
          g.kill();
          assertThat(g.killed()).isTrue();
          assertThat(Hub.current().stats().timers()).isZero();
          sleep(HOUR.multipliedBy(2));
          assertThat(trace).isEmpty();
        });
  }

  @Test
  void kill_ofAWaiting_comesOutOfTheWait_andFinallyRuns() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      List<String> trace = new ArrayList<>();
      Greenlet<?> g =
          spawn(() -> {
            try {
              sleep(HOUR);
            } catch (Exception e) {
              trace.add("no exception");
            } finally {
              trace.add("finally");
            }
          });
      yieldNow();
      g.kill();
      assertThat(trace).containsExactly("finally");
      assertThat(g.killed()).isTrue();
    });
    assertThat(hub.elapsed()).isZero();
  }

  // gevent test__api: test_killing_dormant
  @Test
  void kill_ofOneThatCatchesAndGoesOn_waitsForItsEnd() {
    TestHub.virtual()
        .run(() -> {
          List<String> state = new ArrayList<>();
          Greenlet<String> g =
              spawn(() -> {
                state.add("start");
                try {
                  sleep(HOUR);
                } catch (GreenletExit e) {
                  state.add("except");
                  sleep(MOMENT);
                }
                state.add("finished");
                return "value";
              });
          yieldNow();
          g.kill();
          assertThat(state).containsExactly("start", "except", "finished");
          assertThat(g.get()).isEqualTo("value");
        });
  }

  @Test
  void kill_withALimit_tellsWhetherItHasEnded() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Greenlet<?> g =
          spawn(() -> {
            try {
              sleep(HOUR);
            } catch (GreenletExit e) {
              sleep(HOUR);
            }
          });
      yieldNow();
      assertThat(g.kill(MOMENT)).isFalse();
      assertThat(hub.elapsed()).isEqualTo(MOMENT);
      assertThat(g.state()).isEqualTo(State.RUNNING);
      assertThat(g.kill(MOMENT)).as("the second kill throws again").isTrue();
      assertThat(g.killed()).isTrue();
    });
  }

  @Test
  void kill_twiceBeforeItIsSeen_throwsOnce() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Greenlet<?> g =
              spawn(() -> {
                try {
                  sleep(HOUR);
                } catch (GreenletExit e) {
                  trace.add("once");
                  yieldNow();
                }
              });
          yieldNow();
          g.killSoon();
          g.killSoon();
          g.join();
          assertThat(trace).containsExactly("once");
          assertThat(g.successful()).isTrue();
        });
  }

  @Test
  void kill_withAnException_failsWithIt() {
    TestHub.virtual()
        .run(() -> {
          for (Throwable signal :
              List.of(new IllegalStateException("a"), new IOException("b"), new Error("c"))) {
            Greenlet<?> g = spawn(() -> sleep(HOUR));
            yieldNow();
            g.kill(signal);
            assertThat(g.state()).isEqualTo(State.FAILED);
            assertThat(g.exception()).isSameAs(signal);
            if (signal instanceof IOException) {
              assertThatThrownBy(g::get).isInstanceOf(CompletionException.class).hasCause(signal);
            } else {
              assertThatThrownBy(g::get).isSameAs(signal);
            }
          }
        });
  }

  @Test
  void kill_withASubclassOfExit_isAKill() {
    TestHub.virtual()
        .run(() -> {
          GreenletExit signal =
              new GreenletExit("go home") {
                private static final long serialVersionUID = 1;
              };
          Greenlet<?> g = spawn(() -> sleep(HOUR));
          yieldNow();
          g.kill(signal);
          assertThat(g.killed()).isTrue();
          assertThatThrownBy(g::get).hasCause(signal);
        });
  }

  @Test
  void kill_itself_comesOutAtOnce() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Greenlet<?> g =
              spawn(() -> {
                trace.add("before");
                Greenlet.current().orElseThrow().kill();
                trace.add("after");
              });
          g.join();
          assertThat(g.killed()).isTrue();
          assertThat(trace).containsExactly("before");
          RuntimeException mine = new IllegalStateException("mine");
          Greenlet<?> failed = spawn(() -> Greenlet.current().orElseThrow().kill(mine));
          assertThatThrownBy(failed::get).isSameAs(mine);
        });
  }

  @Test
  void kill_itselfBehindAShield_comesWhenTheShieldIsDown() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Greenlet<?> g =
              spawn(() -> {
                shield(() -> {
                  assertThat(Greenlet.current().orElseThrow().kill(HOUR)).isFalse();
                  yieldNow();
                  trace.add("shielded");
                });
                yieldNow();
                trace.add("never");
              });
          g.join();
          assertThat(g.killed()).isTrue();
          assertThat(trace).containsExactly("shielded");
        });
  }

  @Test
  void kill_ofOneThatIsReady_comesAtItsNextWait() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Event go = new Event();
          Greenlet<?> g =
              spawn(() -> {
                go.await();
                trace.add("woken");
                sleep(MOMENT);
                trace.add("never");
              });
          yieldNow();
          go.set();
          g.kill();
          assertThat(g.killed()).isTrue();
          assertThat(trace).containsExactly("woken");
        });
  }

  @Test
  void kill_pendingWhenTheBodyReturns_isDropped() {
    TestHub.virtual()
        .run(() -> {
          Event go = new Event();
          Greenlet<String> g =
              spawn(() -> {
                go.await();
                return "value";
              });
          yieldNow();
          go.set();
          g.kill();
          assertThat(g.get()).isEqualTo("value");
        });
  }

  @Test
  void kill_foreignLimit_passesThrough_andTheVictimGoesOn() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> g =
              spawn(() -> {
                try {
                  sleep(HOUR);
                } catch (GreenletExit e) {
                  sleep(HOUR);
                }
              });
          yieldNow();
          assertThatThrownBy(() -> withTimeout(MOMENT, () -> g.kill()))
              .isInstanceOf(TimeoutExpired.class);
          assertThat(g.state()).isEqualTo(State.RUNNING);
          g.kill();
        });
  }

  @Test
  void kill_ofTheKiller_leavesTheVictimDying() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> victim =
              spawn(() -> {
                try {
                  sleep(HOUR);
                } finally {
                  sleep(MOMENT);
                }
              });
          Greenlet<?> killer = spawn(() -> victim.kill());
          TestHub.awaitAllBlocked();
          killer.kill();
          assertThat(killer.killed()).isTrue();
          assertThat(victim.ready()).isFalse();
          victim.join();
          assertThat(victim.killed()).isTrue();
        });
  }

  @Test
  void kill_inAWaitOfTheJdk_endsIt() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> sleeper = spawn(() -> Thread.sleep(3_600_000));
          Object monitor = new Object();
          Greenlet<?> waiter =
              spawn(() -> {
                synchronized (monitor) {
                  monitor.wait();
                }
              });
          TestHub.awaitAllBlocked();
          sleeper.kill();
          waiter.kill();
          assertThat(sleeper.killed()).isTrue();
          assertThat(waiter.killed()).isTrue();
        });
  }

  @Test
  void killAll_killsThoseThatHaveNotBegun_andWaitsForTheRest() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Greenlet<?> waiting =
              spawn(() -> {
                try {
                  sleep(HOUR);
                } finally {
                  sleep(MOMENT);
                  trace.add("cleaned up");
                }
              });
          yieldNow();
          Greenlet<?> fresh = spawn(() -> trace.add("body"));
          killAll(List.of(waiting, fresh, waiting));
          assertThat(List.of(waiting, fresh)).allMatch(Greenlet::killed);
          assertThat(trace).containsExactly("cleaned up");
          killAll(List.of(waiting, fresh));
          killAll(List.of());
        });
  }

  @Test
  void killAll_withTheCallerAmongThem_killsItLast() {
    TestHub.virtual()
        .run(() -> {
          List<Greenlet<?>> all = new ArrayList<>();
          all.add(
              spawn(() -> {
                killAll(all);
                throw new AssertionError("lives on");
              }));
          Greenlet<?> other = spawn(() -> sleep(HOUR));
          all.add(other);
          all.getFirst().join();
          assertThat(all.getFirst().killed()).isTrue();
          other.join();
          assertThat(other.killed()).isTrue();
        });
  }
}
