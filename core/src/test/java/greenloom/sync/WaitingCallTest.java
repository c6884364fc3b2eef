package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnLater;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.hub.Body;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for each word that waits: it ends by its own limit, by a foreign one, by a kill and by
 * an interrupt, and whoever ends so has taken nothing.
 */
@ExtendWith(NothingLeft.class)
class WaitingCallTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  static Stream<Supplier<WaitingCall>> calls() {
    return WaitingCall.all();
  }

  /** Runs {@code body} with a fresh call; what the call has made is ended afterwards. */
  private static void with(TestHub hub, Supplier<WaitingCall> make, Consumer<WaitingCall> body) {
    hub.run(() -> {
      WaitingCall call = make.get();
      TestHub.awaitAllBlocked();
      body.accept(call);
      TestHub.awaitAllBlocked();
      Greenlet<?> me = Greenlet.current().orElse(null);
      Hub.current().threads().stream()
          .map(t -> t.origin())
          .filter(g -> g instanceof Greenlet<?> && g != me)
          .forEach(g -> ((Greenlet<?>) g).kill());
    });
  }

  /** That nothing was eaten: the next release lets the next caller go on at once. */
  private static void assertIntact(WaitingCall call) {
    assertThat(call.timed().test(Duration.ZERO)).as("something was there before").isFalse();
    call.release().run();
    yieldNow();
    yieldNow();
    assertThat(call.timed().test(Duration.ZERO)).as("what was released has gone").isTrue();
    if (!call.permanent()) {
      assertThat(call.timed().test(Duration.ZERO)).as("it was there twice").isFalse();
    }
  }

  /** Where an answer may come from outside of the hub, its clock goes as the machine's does. */
  private static void assertElapsed(TestHub hub, Duration time) {
    if (hub.realTime().isZero()) {
      assertThat(hub.elapsed()).isEqualTo(time);
    } else {
      assertThat(hub.elapsed()).isGreaterThanOrEqualTo(time);
    }
  }

  private static Greenlet<Boolean> waiter(WaitingCall call) {
    return spawn(() -> {
      call.untimed().run();
      return true;
    });
  }

  @ParameterizedTest
  @MethodSource("calls")
  void release_letsAWaiterGoOn(Supplier<WaitingCall> make) {
    with(
        TestHub.virtual(),
        make,
        call -> {
          Greenlet<Boolean> w = waiter(call);
          TestHub.awaitAllBlocked();
          assertThat(w.ready()).isFalse();
          call.release().run();
          TestHub.awaitAllBlocked();
          assertThat(w.successful()).isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("calls")
  void waiters_goOnInTheOrderTheyCame(Supplier<WaitingCall> make) {
    with(
        TestHub.virtual(),
        make,
        call -> {
          List<Integer> order = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            int n = i;
            spawn(() -> {
              call.untimed().run();
              order.add(n);
            });
          }
          TestHub.awaitAllBlocked();
          for (int i = 0; i < (call.permanent() ? 1 : 5); i++) {
            call.release().run();
          }
          TestHub.awaitAllBlocked();
          assertThat(order).containsExactly(0, 1, 2, 3, 4);
        });
  }

  @ParameterizedTest
  @MethodSource("calls")
  void ready_doesNotSwitch(Supplier<WaitingCall> make) {
    with(
        TestHub.virtual(),
        make,
        call -> {
          call.release().run();
          TestHub.awaitAllBlocked();
          Greenlet<?> other = spawn(() -> {});
          assertThat(call.timed().test(HOUR)).isTrue();
          if (call.permanent()) {
            call.untimed().run();
          }
          assertThat(other.started()).as("somebody else has run").isEqualTo(call.switches());
        });
  }

  @ParameterizedTest
  @MethodSource("calls")
  void ownLimit_isTold_andNothingIsEaten(Supplier<WaitingCall> make) {
    TestHub hub = TestHub.virtual();
    with(
        hub,
        make,
        call -> {
          assertThat(call.timed().test(MOMENT)).isFalse();
          assertElapsed(hub, MOMENT);
          assertThat(call.timed().test(Duration.ofSeconds(-1))).isFalse();
          assertIntact(call);
        });
  }

  @ParameterizedTest
  @MethodSource("calls")
  void foreignLimit_passesThrough_andNothingIsEaten(Supplier<WaitingCall> make) {
    TestHub hub = TestHub.virtual();
    with(
        hub,
        make,
        call -> {
          List<String> trace = new ArrayList<>();
          Runnable limited =
              () ->
                  withTimeout(
                      MOMENT,
                      () -> {
                        trace.add("returned " + call.timed().test(HOUR));
                      });
          assertThatThrownBy(limited::run)
              .isInstanceOf(TimeoutExpired.class)
              .hasMessageContaining("10 ms");
          assertThatThrownBy(() -> withTimeout(MOMENT, () -> call.untimed().run()))
              .isInstanceOf(TimeoutExpired.class);
          assertThat(trace).isEmpty();
          assertElapsed(hub, MOMENT.multipliedBy(2));
          assertIntact(call);
        });
  }

  /** By identity: a scope in between, and the limit of the call itself, are not meant. */
  @ParameterizedTest
  @MethodSource("calls")
  void foreignLimit_isNotTakenByOthers(Supplier<WaitingCall> make) {
    with(
        TestHub.virtual(),
        make,
        call -> {
          Body<String, RuntimeException> inner =
              () -> withTimeout(HOUR, () -> "got it " + call.timed().test(HOUR), "an hour is over");
          assertThat(withTimeout(MOMENT, inner, "the moment is over"))
              .isEqualTo("the moment is over");
          assertIntact(call);
        });
  }

  @ParameterizedTest
  @MethodSource("calls")
  void kill_endsIt_andNothingIsEaten(Supplier<WaitingCall> make) {
    with(
        TestHub.virtual(),
        make,
        call -> {
          Greenlet<?> w = waiter(call);
          TestHub.awaitAllBlocked();
          w.kill();
          assertThat(w.killed()).isTrue();
          assertIntact(call);
        });
  }

  @ParameterizedTest
  @MethodSource("calls")
  void killedBeforeIt_comesOutOfIt_evenBeforeItWaits(Supplier<WaitingCall> make) {
    with(
        TestHub.virtual(),
        make,
        call -> {
          Greenlet<?> w =
              spawn(() -> {
                Greenlet.current().orElseThrow().killSoon();
                call.untimed().run();
              });
          TestHub.awaitAllBlocked();
          assertThat(w.killed()).isTrue();
          assertIntact(call);
        });
  }

  @ParameterizedTest
  @MethodSource("calls")
  void interrupt_cancelsIt_andStaysSet_andNothingIsEaten(Supplier<WaitingCall> make) {
    with(
        TestHub.virtual(),
        make,
        call -> {
          Greenlet<Boolean> w =
              spawn(() -> {
                assertThatThrownBy(call.untimed()::run).isInstanceOf(CancellationException.class);
                assertThatThrownBy(() -> call.timed().test(HOUR))
                    .as("it is still set")
                    .isInstanceOf(CancellationException.class);
                return Thread.currentThread().isInterrupted();
              });
          TestHub.awaitAllBlocked();
          w.thread().interrupt();
          TestHub.awaitAllBlocked();
          assertThat(w.get()).isTrue();
          assertIntact(call);
        });
  }

  /** The wake-up is there, the waiter has not run yet: an interrupt is for its next wait. */
  @ParameterizedTest
  @MethodSource("calls")
  void interruptAfterTheWakeUp_comesAtTheNextWait(Supplier<WaitingCall> make) {
    with(
        TestHub.virtual(),
        make,
        call -> {
          Greenlet<Boolean> w =
              spawn(() -> {
                boolean had;
                try {
                  had = call.timed().test(HOUR);
                } catch (CancellationException e) {
                  had = false;
                }
                assertThatThrownBy(() -> sleep(HOUR)).isInstanceOf(CancellationException.class);
                return had;
              });
          TestHub.awaitAllBlocked();
          call.release().run();
          w.thread().interrupt();
          boolean had = w.get();
          TestHub.awaitAllBlocked();
          assertThat(call.permanent() || had != call.timed().test(Duration.ZERO))
              .as("one of them has it")
              .isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("calls")
  void loserInTheMiddle_isPassedOver(Supplier<WaitingCall> make) {
    with(
        TestHub.virtual(),
        make,
        call -> {
          Greenlet<?> first = waiter(call);
          Greenlet<?> second = waiter(call);
          Greenlet<?> third = waiter(call);
          TestHub.awaitAllBlocked();
          second.killSoon();
          call.release().run();
          call.release().run();
          TestHub.awaitAllBlocked();
          assertThat(first.successful()).isTrue();
          assertThat(second.ready()).isTrue();
          assertThat(third.successful() || second.successful()).isTrue();
          assertThat(third.successful()).isNotEqualTo(!call.permanent() && second.successful());
        });
  }

  /** The wake-up is there, the waiter has not run yet, and the kill comes: the wake-up counts. */
  @ParameterizedTest
  @MethodSource("calls")
  void killAfterTheWakeUp_comesAtTheNextWait(Supplier<WaitingCall> make) {
    with(
        TestHub.virtual(),
        make,
        call -> {
          List<String> trace = new ArrayList<>();
          Greenlet<?> w =
              spawn(() -> {
                call.timed().test(HOUR);
                trace.add("woken");
                sleep(HOUR);
              });
          TestHub.awaitAllBlocked();
          call.release().run();
          w.killSoon();
          TestHub.awaitAllBlocked();
          assertThat(w.killed()).isTrue();
          boolean has = call.permanent() || call.timed().test(Duration.ZERO);
          assertThat(has || trace.contains("woken")).as("neither has it").isTrue();
          assertThat(call.permanent() || !(has && trace.contains("woken"))).isTrue();
        });
  }

  /** Whatever of kill, wake-up and limit comes first: each release is had by exactly one. */
  @ParameterizedTest
  @MethodSource("calls")
  void races_loseNothing(Supplier<WaitingCall> make) {
    for (int round = 0; round < 30; round++) {
      int r = round;
      with(TestHub.virtual().shuffled(), make, call -> race(call, r));
    }
  }

  private static void race(WaitingCall call, int round) {
    int[] had = new int[1];
    List<Greenlet<?>> waiters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int n = i;
      waiters.add(
          spawn(() -> {
            Duration limit = (n + round) % 2 == 0 ? MOMENT : HOUR.multipliedBy(5);
            boolean got = call.timed().test(limit);
            had[0] += got ? 1 : 0;
          }));
    }
    int releases = 2;
    for (int i = 0; i < releases; i++) {
      spawnLater(MOMENT, () -> call.release().run());
    }
    spawnLater(MOMENT, () -> waiters.get(round % 4).killSoon());
    sleep(HOUR);
    waiters.forEach(Greenlet::killSoon);
    TestHub.awaitAllBlocked();
    if (!call.permanent()) {
      int left = 0;
      while (call.timed().test(Duration.ZERO)) {
        left++;
      }
      assertThat(had[0] + left).as("had " + had[0] + ", left " + left).isEqualTo(releases);
    }
  }
}
