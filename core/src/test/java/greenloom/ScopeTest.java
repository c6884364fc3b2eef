package greenloom;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.GreenletExit;
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

/** Scopes: nothing outlives them, and the first failure counts. */
@ExtendWith(NothingLeft.class)
class ScopeTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  private static Action failing(Duration after, Exception e) {
    return () -> {
      sleep(after);
      throw e;
    };
  }

  /** Sleeps for an hour and tells how it ended. */
  private static Action sleeper(List<String> trace) {
    return () -> {
      try {
        sleep(HOUR);
        trace.add("slept");
      } catch (GreenletExit e) {
        trace.add("killed");
        throw e;
      }
    };
  }

  @Test
  void run_insideAShield_aFailureStillEndsTheBody() {
    IllegalStateException failure = new IllegalStateException("expected");
    TestHub.virtual()
        .run(() ->
            Greenloom.shield(() -> {
              assertThatThrownBy(() ->
                      Scope.run(scope -> {
                        scope.spawn(() -> {
                          throw failure;
                        });
                        new Event().await();
                      }))
                  .isSameAs(failure);
            }));
  }

  @Test
  void run_waitsForItsGreenlets() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      List<String> trace = new ArrayList<>();
      Scope.run(scope -> {
        scope.spawn(sleeper(trace));
        scope.spawn(() -> scope.spawn(sleeper(trace)));
      });
      assertThat(trace).containsExactly("slept", "slept");
      assertThat(hub.elapsed()).isEqualTo(HOUR);
    });
  }

  @Test
  void call_givesTheValueOfItsBody() {
    TestHub.virtual()
        .run(() -> {
          int sum =
              Scope.call(scope -> {
                Greenlet<Integer> a = scope.spawn(() -> 1);
                Greenlet<Integer> b = scope.spawn(() -> 2);
                return a.get() + b.get();
              });
          assertThat(sum).isEqualTo(3);
        });
  }

  @Test
  void empty_doesNotSwitch() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> other = spawn(() -> {});
          Scope.run(scope -> {});
          assertThat(other.started()).isFalse();
        });
  }

  @Test
  void failureOfAGreenlet_killsTheRest_andIsThrown() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      List<String> trace = new ArrayList<>();
      RuntimeException mine = new IllegalStateException("mine");
      assertThatThrownBy(() ->
              Scope.run(scope -> {
                scope.spawn(sleeper(trace));
                scope.spawn(failing(MOMENT, mine));
                sleeper(trace).run();
              }))
          .isSameAs(mine);
      assertThat(trace).containsExactlyInAnyOrder("killed");
      assertThat(hub.elapsed()).isEqualTo(MOMENT);
    });
  }

  @Test
  void failureOfAGreenlet_whileTheBodyHasEnded() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          RuntimeException mine = new IllegalStateException("mine");
          assertThatThrownBy(() ->
                  Scope.run(scope -> {
                    scope.spawn(sleeper(trace));
                    scope.spawn(failing(MOMENT, mine));
                  }))
              .isSameAs(mine);
          assertThat(trace).containsExactly("killed");
        });
  }

  @Test
  void failureOfTheBody_killsTheRest_andIsThrown() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Exception mine = new IOException("mine");
          assertThatThrownBy(() ->
                  Scope.run(scope -> {
                    scope.spawn(sleeper(trace));
                    yieldNow();
                    throw mine;
                  }))
              .isInstanceOf(CompletionException.class)
              .hasCause(mine);
          assertThat(trace).containsExactly("killed");
        });
  }

  @Test
  void failureOfTheBody_isFirst_whenTheGreenletsFailAtTheirEnd() {
    TestHub.virtual()
        .run(() -> {
          RuntimeException first = new IllegalStateException("first");
          RuntimeException second = new IllegalStateException("second");
          assertThatThrownBy(() ->
                  Scope.run(scope -> {
                    scope.spawn(() -> {
                      try {
                        sleep(HOUR);
                      } finally {
                        rethrow(second);
                      }
                    });
                    yieldNow();
                    throw first;
                  }))
              .isSameAs(first);
          assertThat(first.getSuppressed()).contains(second);
        });
  }

  private static void rethrow(RuntimeException e) {
    throw e;
  }

  @Test
  void laterFailures_areSuppressed() {
    TestHub.virtual()
        .run(() -> {
          RuntimeException first = new IllegalStateException("first");
          RuntimeException second = new IllegalStateException("second");
          Exception third = new IOException("third");
          assertThatThrownBy(() ->
                  Scope.run(scope -> {
                    Event go = new Event();
                    for (Exception e : List.of(first, second, third)) {
                      scope.spawn(() -> {
                        go.await();
                        throw e;
                      });
                    }
                    yieldNow();
                    go.set();
                  }))
              .isSameAs(first);
          assertThat(first.getSuppressed()).containsExactly(second, third);
        });
  }

  @Test
  void failure_aGreenletThatWasAskedFor_isThrownOnce() {
    TestHub.virtual()
        .run(() -> {
          RuntimeException mine = new IllegalStateException("mine");
          assertThatThrownBy(
                  () -> Scope.run(scope -> scope.spawn(failing(Duration.ZERO, mine)).get()))
              .isSameAs(mine);
        });
  }

  @Test
  void checkedFailureOfAGreenlet_isWrapped() {
    TestHub.virtual()
        .run(() -> {
          Exception mine = new IOException("mine");
          assertThatThrownBy(() -> Scope.run(scope -> scope.spawn(failing(MOMENT, mine))))
              .isInstanceOf(CompletionException.class)
              .hasCause(mine);
        });
  }

  @Test
  void killOfOneGreenlet_isNoFailure() {
    TestHub.virtual()
        .run(() -> {
          String value =
              Scope.call(scope -> {
                scope.spawn(() -> sleep(HOUR)).kill();
                Greenlet<?> started = scope.spawn(() -> sleep(HOUR));
                yieldNow();
                started.kill();
                return "value";
              });
          assertThat(value).isEqualTo("value");
        });
  }

  @Test
  void killOfTheParent_killsTheGreenlets_andWaitsForThem() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      List<String> trace = new ArrayList<>();
      Greenlet<?> parent =
          spawn(() ->
              Scope.run(scope ->
                  scope.spawn(() -> {
                    try {
                      sleep(HOUR);
                    } finally {
                      sleep(MOMENT);
                      trace.add("cleaned up");
                    }
                  })));
      TestHub.awaitAllBlocked();
      parent.kill();
      assertThat(parent.killed()).isTrue();
      assertThat(trace).containsExactly("cleaned up");
      assertThat(hub.elapsed()).isEqualTo(MOMENT);
    });
  }

  @Test
  void limitAroundAScope_endsIt_andBelongsToItsOwner() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      List<String> trace = new ArrayList<>();
      assertThatThrownBy(
              () -> withTimeout(MOMENT, () -> Scope.run(scope -> scope.spawn(sleeper(trace)))))
          .isInstanceOf(TimeoutExpired.class);
      assertThat(trace).containsExactly("killed");
      assertThat(hub.elapsed()).isEqualTo(MOMENT);
    });
  }

  @Test
  void nested_theInnerEndsFirst_andTheOuterSeesItsFailure() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          RuntimeException mine = new IllegalStateException("mine");
          assertThatThrownBy(() ->
                  Scope.run(outer -> {
                    outer.spawn(sleeper(trace));
                    try {
                      Scope.run(inner -> {
                        inner.spawn(failing(MOMENT, mine));
                        inner.spawn(sleeper(trace));
                      });
                    } finally {
                      trace.add("inner ended");
                    }
                  }))
              .isSameAs(mine);
          assertThat(trace).containsExactly("killed", "inner ended", "killed");
        });
  }

  @Test
  void nested_theOutersFailure_goesThroughTheInner() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          RuntimeException mine = new IllegalStateException("mine");
          assertThatThrownBy(() ->
                  Scope.run(outer -> {
                    outer.spawn(failing(MOMENT, mine));
                    try {
                      Scope.run(inner -> inner.spawn(sleeper(trace)));
                      trace.add("never");
                    } catch (RuntimeException e) {
                      trace.add("taken by mistake");
                    }
                  }))
              .isSameAs(mine);
          assertThat(trace).containsExactly("killed");
        });
  }

  @Test
  void spawn_afterTheEnd_isRefused() {
    TestHub.virtual()
        .run(() -> {
          Scope[] kept = new Scope[1];
          Scope.run(scope -> kept[0] = scope);
          assertThatThrownBy(() -> kept[0].spawn(() -> {}))
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(() ->
                  Scope.run(scope -> {
                    kept[0] = scope;
                    throw new IOException("mine");
                  }))
              .isInstanceOf(CompletionException.class);
          assertThatThrownBy(() -> kept[0].spawn(() -> {}))
              .isInstanceOf(IllegalStateException.class);
        });
  }

  @Test
  void failure_leavesNoSignalBehind() {
    TestHub.virtual()
        .run(() -> {
          RuntimeException mine = new IllegalStateException("mine");
          assertThatThrownBy(() ->
                  Scope.run(scope -> {
                    Greenlet<?> g = scope.spawn(failing(Duration.ZERO, mine));
                    while (!g.ready()) {
                      try {
                        yieldNow();
                      } catch (Error signal) {
                        // the body goes on, whatever the scope says
                      }
                    }
                  }))
              .isSameAs(mine);
          yieldNow();
          sleep(MOMENT);
        });
  }

  @Test
  void failure_endsABodyThatWaitsInTheJdk() {
    TestHub.virtual()
        .run(() -> {
          RuntimeException mine = new IllegalStateException("mine");
          assertThatThrownBy(() ->
                  Scope.run(scope -> {
                    scope.spawn(failing(Duration.ZERO, mine));
                    Object monitor = new Object();
                    synchronized (monitor) {
                      monitor.wait();
                    }
                  }))
              .isSameAs(mine);
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
  }

  @Test
  void run_onAPlatformThread() {
    List<String> trace = new ArrayList<>();
    RuntimeException mine = new IllegalStateException("mine");
    assertThatThrownBy(() ->
            Scope.run(scope -> {
              scope.spawn(sleeper(trace));
              scope.spawn(failing(Duration.ZERO, mine));
              sleep(HOUR);
            }))
        .isSameAs(mine);
    assertThat(trace).containsExactly("killed");
  }

  @Test
  void interrupt_goesOnWhenTheGreenletsHaveEnded() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Greenlet<Boolean> parent =
              spawn(() -> {
                assertThatThrownBy(() ->
                        Scope.run(scope ->
                            scope.spawn(() -> {
                              try {
                                sleep(HOUR);
                              } finally {
                                sleep(HOUR);
                                trace.add("cleaned up");
                              }
                            })))
                    .isInstanceOf(CancellationException.class);
                trace.add("left");
                return Thread.currentThread().isInterrupted();
              });
          TestHub.awaitAllBlocked();
          parent.thread().interrupt();
          sleep(MOMENT);
          parent.thread().interrupt();
          assertThat(parent.get()).as("still interrupted").isTrue();
          assertThat(trace).containsExactly("cleaned up", "left");
        });
  }
}
