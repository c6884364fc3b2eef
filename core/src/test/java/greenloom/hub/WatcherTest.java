package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.sync.Event;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds for watchers of all kinds, with timers on a clock that jumps. */
class WatcherTest {
  private static final Duration MS = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(1);

  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final TestHub test = TestHub.virtual();
  private final List<Object> log = new ArrayList<>();

  private void logTime() {
    log.add(test.elapsed().toMillis());
  }

  private static Duration ms(long n) {
    return Duration.ofMillis(n);
  }

  /** Sleeps so long that what is due then has begun. */
  private static void justAfter(long millis) {
    Hub.sleep(ms(millis).plusNanos(1));
  }

  // --- timers ---

  @Test
  void onTimer_callsAfterTheDelay_andThenEachPeriod() {
    test.run(() -> {
      Watcher w = Hub.current().onTimer(ms(5), ms(100), _ -> logTime());
      Hub.sleep(ms(250));
      w.close();
      Hub.sleep(ms(250));
      assertThat(log).containsExactly(5L, 105L, 205L);
    });
  }

  @Test
  void onTimer_periodOfZero_callsOnce_andHasEnded() {
    test.run(() -> {
      Watcher w = Hub.current().onTimer(ms(5), Duration.ZERO, _ -> logTime());
      assertThat(w.active()).isTrue();
      w.await();
      assertThat(w.active()).isFalse();
      assertThat(w.ready()).isTrue();
      assertThat(log).containsExactly(5L);
    });
  }

  @Test
  void onTimer_noDelay_isNotCalledBeforeTheCallerWaits() {
    test.run(() -> {
      Watcher w = Hub.current().onTimer(Duration.ZERO, Duration.ZERO, _ -> logTime());
      assertThat(log).isEmpty();
      w.await();
      assertThat(log).containsExactly(0L);
    });
  }

  @Test
  void onTimer_callbackTakesLong_whatWasDueIsLeftOut() {
    test.run(() -> {
      Watcher w =
          Hub.current()
              .onTimer(
                  ms(100),
                  ms(100),
                  _ -> {
                    logTime();
                    Hub.sleep(ms(log.size() == 1 ? 250 : 100));
                  });
      Hub.sleep(ms(650));
      w.close();
      w.await();
      assertThat(log).containsExactly(100L, 400L, 500L, 600L);
    });
  }

  // --- callbacks ---

  @Test
  void callback_waits_holdsUpItsOwnWatcherOnly() {
    test.run(() -> {
      Event goOn = new Event();
      Watcher slow =
          Hub.current()
              .onTimer(
                  MS,
                  MS,
                  w -> {
                    log.add("slow begins");
                    goOn.await();
                    log.add("slow ends");
                    w.close();
                  });
      Watcher quick = Hub.current().onTimer(MS, MS, _ -> log.add("quick"));
      justAfter(3);
      quick.close();
      goOn.set();
      slow.await();
      assertThat(log).containsExactly("slow begins", "quick", "quick", "quick", "slow ends");
    });
  }

  @Test
  void callback_runsInOneGreenThread() {
    test.run(() -> {
      Watcher w = Hub.current().onTimer(MS, MS, _ -> log.add(GreenThread.current()));
      justAfter(3);
      w.close();
      assertThat(log).hasSize(3);
      assertThat(log.stream().distinct()).hasSize(1);
      assertThat(log.getFirst()).isNotEqualTo(GreenThread.current());
    });
  }

  @Test
  void callback_fails_isReportedAndCalledAgain() {
    test.run(() -> {
      List<String> reported = new ArrayList<>();
      Hub.current().onFailure((what, e) -> reported.add(what + ": " + e.getMessage()));
      Watcher w =
          Hub.current()
              .onTimer(
                  MS,
                  MS,
                  _ -> {
                    log.add("called");
                    throw new java.io.IOException("no " + log.size());
                  });
      justAfter(2);
      w.close();
      w.await();
      assertThat(reported)
          .containsExactly(
              "the callback of Watcher[timer, every 1.0 ms, 1 calls]: no 1",
              "the callback of Watcher[timer, every 1.0 ms, 2 calls]: no 2");
    });
  }

  @Test
  void callback_leavesAnInterruptBehind_isCalledAgain() {
    test.run(() -> {
      Watcher w =
          Hub.current()
              .onTimer(
                  MS,
                  MS,
                  _ -> {
                    log.add(Thread.currentThread().isInterrupted());
                    Thread.currentThread().interrupt();
                  });
      justAfter(3);
      w.close();
      w.await();
      assertThat(log).containsExactly(false, false, false);
    });
  }

  @Test
  void callback_closesItsOwnWatcher_isTheLastCall() {
    test.run(() -> {
      for (boolean raw : List.of(false, true)) {
        log.clear();
        Watcher.Callback once =
            w -> {
              w.close();
              w.close();
              assertThat(w.active()).isFalse();
              assertThat(w.ready()).isFalse();
              log.add("called");
            };
        Watcher w = timer(raw, once);
        w.await();
        justAfter(5);
        assertThat(log).containsExactly("called");
      }
    });
  }

  private static Watcher timer(boolean raw, Watcher.Callback callback) {
    Hub hub = Hub.current();
    return raw ? hub.rawOnTimer(MS, MS, callback) : hub.onTimer(MS, MS, callback);
  }

  @Test
  void callback_killed_endsTheWatcher_andIsNotReported() {
    test.run(() -> {
      GreenThread[] its = new GreenThread[1];
      Watcher w =
          Hub.current()
              .onTimer(
                  MS,
                  MS,
                  _ -> {
                    its[0] = GreenThread.current();
                    Hub.sleep(LONG);
                  });
      justAfter(2);
      its[0].deliver(new GreenletExit());
      w.await();
      assertThat(w.active()).isFalse();
      assertThat(test.elapsed()).isLessThan(ms(3));
    });
  }

  @Test
  void watcher_killedBetweenCalls_ends() {
    test.run(() -> {
      Watcher w = Hub.current().onTimer(LONG, LONG, _ -> log.add("called"));
      Hub.yieldNow();
      Hub.current().threads().stream()
          .filter(t -> t != GreenThread.current())
          .forEach(t -> t.deliver(new GreenletExit()));
      w.await();
      assertThat(log).isEmpty();
    });
  }

  // --- the end ---

  @Test
  void close_beforeTheFirstCall_isNeverCalled() {
    test.run(() -> {
      for (boolean raw : List.of(false, true)) {
        Watcher w = timer(raw, _ -> log.add("called"));
        w.close();
        justAfter(5);
        assertThat(w.ready()).isTrue();
      }
      assertThat(log).isEmpty();
    });
  }

  /** The event has come, and the callback stands in the ready queue. */
  @Test
  void close_whenACallHasItsTurn_isNotCalledAnyMore() {
    test.run(() -> {
      for (boolean raw : List.of(false, true)) {
        Hub hub = Hub.current();
        Watcher[] watcher = new Watcher[1];
        hub.arm(MS.toNanos(), () -> watcher[0].close());
        watcher[0] = timer(raw, _ -> log.add("called"));
        Watcher[] other = {watcher[0]};
        hub.arm(MS.toNanos(), () -> other[0].close());
        watcher[0].await();
      }
      assertThat(log).isEmpty();
    });
  }

  @Test
  void close_whileTheCallbackWaits_letsItComeToItsEnd() {
    test.run(() -> {
      Event goOn = new Event();
      Watcher w =
          Hub.current()
              .onTimer(
                  MS,
                  MS,
                  _ -> {
                    goOn.await();
                    log.add("ends");
                  });
      w.whenReady(() -> log.add("told"));
      justAfter(2);
      w.close();
      assertThat(w.await(ms(5))).isFalse();
      assertThat(w.ready()).isFalse();
      goOn.set();
      assertThat(w.await(ms(5))).isTrue();
      assertThat(log).containsExactly("ends", "told");
      w.whenReady(() -> log.add("told late"));
      assertThat(log).hasSize(3);
    });
  }

  @Test
  void await_inItsOwnCallback_isRefused() {
    test.run(() -> {
      Watcher w =
          Hub.current()
              .onTimer(
                  MS,
                  Duration.ZERO,
                  me ->
                      assertThatThrownBy(me::await)
                          .isInstanceOf(IllegalStateException.class)
                          .hasMessageContaining("its own watcher"));
      w.await();
    });
  }

  @Test
  void hubEnds_watchersEndWithIt() {
    Watcher[] watchers = new Watcher[2];
    Hub.setup("short")
        .call(() -> {
          watchers[0] = Hub.current().onTimer(LONG, LONG, _ -> {});
          watchers[1] = Hub.current().rawOnTimer(LONG, LONG, _ -> {});
          return null;
        });
    assertThat(watchers).allMatch(Watcher::ready);
    Hub closed = watchers[0].hub();
    assertThat(closed.stats().watchers()).isZero();
    assertThatThrownBy(() -> closed.onTimer(MS, MS, _ -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hub short is closed");
    assertThatThrownBy(() -> closed.rawOnTimer(MS, MS, _ -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(closed.stats().watchers()).isZero();
  }

  // --- raw ---

  @Test
  void raw_runsOnTheBareHub_inTurnWithGreenThreads() {
    test.run(() -> {
      Hub hub = Hub.current();
      Thread home = hub.home();
      hub.arm(MS.toNanos(), () -> hub.spawn(null, () -> log.add("first")));
      Watcher w =
          hub.rawOnTimer(
              MS,
              Duration.ZERO,
              _ -> {
                assertThat(Thread.currentThread()).isSameAs(home);
                assertThat(Hub.current()).isSameAs(hub);
                log.add("raw");
              });
      hub.arm(MS.toNanos(), () -> hub.spawn(null, () -> log.add("second")));
      w.await();
      Hub.yieldNow();
      assertThat(log).containsExactly("first", "raw", "second");
    });
  }

  @Test
  void raw_waits_isAnErrorAtOnce_andTheWatcherStays() {
    test.run(() -> {
      List<Throwable> reported = new ArrayList<>();
      Hub.current().onFailure((what, e) -> reported.add(e));
      Event never = new Event();
      Watcher w =
          Hub.current()
              .rawOnTimer(
                  MS,
                  MS,
                  _ -> {
                    log.add("called");
                    never.await();
                  });
      justAfter(2);
      w.close();
      Hub.yieldNow();
      assertThat(log).hasSize(2);
      assertThat(reported)
          .hasSize(2)
          .allMatch(e -> e instanceof IllegalStateException)
          .allMatch(e -> e.getMessage().contains("must not wait"));
    });
  }

  @Test
  void raw_failsOrIsHandedAKill_isReportedAndStays() {
    test.run(() -> {
      List<Throwable> reported = new ArrayList<>();
      Hub.current().onFailure((what, e) -> reported.add(e));
      Error[] errors = {new AssertionError(), new GreenletExit()};
      Watcher w =
          Hub.current()
              .rawOnTimer(
                  MS,
                  MS,
                  me -> {
                    if (log.size() == errors.length) {
                      me.close();
                      return;
                    }
                    log.add("called");
                    throw errors[log.size() - 1];
                  });
      w.await();
      Hub.yieldNow();
      assertThat(reported).containsExactly(errors);
    });
  }

  // --- what others see ---

  @Test
  void dumpAndStats_nameThem() {
    test.run(() -> {
      Event never = new Event();
      Hub hub = Hub.current();
      Watcher idle = hub.onTimer(LONG, LONG, _ -> {});
      Watcher raw = hub.rawOnTimer(LONG, ms(10), _ -> {});
      Watcher busy = hub.onTimer(MS, MS, _ -> never.await());
      justAfter(2);
      assertThat(hub.stats().watchers()).isEqualTo(3);
      assertThat(hub.dump())
          .contains(": wait for Watcher[timer, every 3600000.0 ms, 0 calls], for 2 ms")
          .contains("  Watcher[timer, every 10.0 ms, raw, 0 calls]\n")
          .contains(
              ": await Event[1 waiting], for 1 ms, in the callback of"
                  + " Watcher[timer, every 1.0 ms, 1 calls]; spawned by main in "
                  + WatcherTest.class.getName());
      List.of(idle, raw, busy).forEach(Watcher::close);
      never.set();
      busy.await();
      assertThat(hub.stats().watchers()).isZero();
    });
  }

  /** A timer may still do something; a callback that waits for nobody cannot. */
  @Test
  void deadlock_isReportedWhenOnlyACallbackIsLeft() {
    Event never = new Event();
    assertThatThrownBy(() ->
            Hub.setup("knot")
                .call(() -> {
                  Watcher w = Hub.current().onTimer(MS, MS, _ -> never.await());
                  w.await();
                  return null;
                }))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("in the callback of Watcher[timer, every 1.0 ms, 1 calls]")
        .hasMessageContaining("await the end of Watcher[timer");
  }

  @Test
  void leftOver_isFoundByTheTestHub() {
    for (boolean raw : List.of(false, true)) {
      assertThatThrownBy(() -> TestHub.virtual().run(() -> timer(raw, _ -> {})))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Watcher[timer");
    }
  }
}
