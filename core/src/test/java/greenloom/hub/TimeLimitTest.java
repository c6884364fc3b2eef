package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Time limits, kills and shields around our own waits. */
class TimeLimitTest {
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofHours(1);

  private final TestHub hub = TestHub.virtual();
  private final List<Object> log = new ArrayList<>();

  @Test
  void call_inTime_theValue() {
    hub.run(() -> assertThat(TimeLimit.call(LONG, () -> "value")).isEqualTo("value"));
    assertThat(hub.elapsed()).isZero();
  }

  @Test
  void call_tooLate_expires() {
    hub.run(() ->
        assertThatThrownBy(() -> sleepWithin(SHORT))
            .isInstanceOf(TimeoutExpired.class)
            .hasMessage("not done within 10 ms"));
    assertThat(hub.elapsed()).isEqualTo(SHORT);
  }

  @Test
  void call_tooLate_causeTellsWhatItWaitedIn() {
    hub.run(() ->
        assertThatThrownBy(() -> sleepWithin(SHORT))
            .cause()
            .hasMessage("the limit of 10 ms has passed")
            .satisfies(e -> assertThat(methods(e)).contains("await", "sleep")));
  }

  private static List<String> methods(Throwable e) {
    return Stream.of(e.getStackTrace()).map(StackTraceElement::getMethodName).toList();
  }

  @Test
  void call_noTime_expiresAtTheFirstWait() {
    hub.run(() -> {
      assertThat(TimeLimit.call(Duration.ZERO, () -> "no wait")).isEqualTo("no wait");
      assertThatThrownBy(() -> sleepWithin(Duration.ZERO)).isInstanceOf(TimeoutExpired.class);
      assertThatThrownBy(() -> sleepWithin(Duration.ofNanos(-5)))
          .isInstanceOf(TimeoutExpired.class);
    });
  }

  @Test
  void call_bodyFails_itsOwnFailure() {
    IllegalStateException failure = new IllegalStateException();
    hub.run(() ->
        assertThatThrownBy(() ->
                TimeLimit.call(
                    SHORT,
                    () -> {
                      throw failure;
                    }))
            .isSameAs(failure));
  }

  @Test
  void call_outerExpiresFirst_passesTheInnerScope() {
    hub.run(() -> {
      TimeoutExpired[] outer = new TimeoutExpired[1];
      assertThatThrownBy(() -> TimeLimit.call(SHORT, () -> sleepWithin(LONG), outer))
          .isInstanceOf(TimeoutExpired.class)
          .satisfies(e -> assertThat(e).isSameAs(outer[0]));
    });
    assertThat(hub.elapsed()).isEqualTo(SHORT);
  }

  @Test
  void call_innerExpiresFirst_theOuterGoesOn() {
    hub.run(() ->
        TimeLimit.call(
            LONG,
            () -> {
              assertThatThrownBy(() -> sleepWithin(SHORT)).isInstanceOf(TimeoutExpired.class);
              Hub.sleep(SHORT);
              return null;
            }));
    assertThat(hub.elapsed()).isEqualTo(SHORT.multipliedBy(2));
  }

  @Test
  void call_bothExpireAtOnce_eachScopeThrowsItsOwn() {
    hub.run(() -> {
      TimeoutExpired[] outer = new TimeoutExpired[1];
      TimeoutExpired[] inner = new TimeoutExpired[1];
      assertThatThrownBy(() ->
              TimeLimit.call(
                  SHORT,
                  () -> {
                    try {
                      return TimeLimit.call(SHORT, TimeLimitTest::sleepLong, inner);
                    } catch (TimeoutExpired e) {
                      log.add(e);
                      return sleepLong();
                    }
                  },
                  outer))
          .isInstanceOf(TimeoutExpired.class);
      assertThat(outer[0]).isNotNull();
    });
    assertThat(hub.elapsed()).isEqualTo(SHORT);
  }

  @Test
  void call_signalSwallowed_theValueCounts() {
    hub.run(() -> {
      String value =
          TimeLimit.call(
              SHORT,
              () -> {
                try {
                  sleepLong();
                } catch (Error e) {
                  return "swallowed";
                }
                return "slept";
              });
      assertThat(value).isEqualTo("swallowed");
      Hub.sleep(SHORT); // and nothing comes after
    });
  }

  @Test
  void call_expiredWithoutAWait_theValueCountsAndNothingIsLeft() {
    hub.run(() -> {
      GreenThread me = GreenThread.current();
      TimeLimit.call(
          SHORT,
          () -> {
            me.deliver(new IllegalStateException("else"));
            return null;
          });
      assertThatThrownBy(Hub::yieldNow).hasMessage("else");
      Hub.yieldNow();
    });
  }

  @Test
  void call_catchException_doesNotStopTheSignal() {
    hub.run(() ->
        assertThatThrownBy(() ->
                TimeLimit.call(
                    SHORT,
                    () -> {
                      try {
                        return sleepLong();
                      } catch (Exception e) {
                        return "caught";
                      }
                    }))
            .isInstanceOf(TimeoutExpired.class));
  }

  @Test
  void shield_postponesLimitsAroundIt_notThoseInside() {
    hub.run(() ->
        assertThatThrownBy(() ->
                TimeLimit.call(
                    SHORT,
                    () -> {
                      GreenThread.shield(() -> {
                        Hub.sleep(SHORT.multipliedBy(3));
                        assertThatThrownBy(() -> sleepWithin(SHORT))
                            .isInstanceOf(TimeoutExpired.class);
                        log.add("shielded");
                        return null;
                      });
                      log.add("behind");
                      return sleepLong();
                    }))
            .isInstanceOf(TimeoutExpired.class));
    assertThat(log).containsExactly("shielded", "behind");
    assertThat(hub.elapsed()).isEqualTo(SHORT.multipliedBy(4));
  }

  @Test
  void shield_postponesKills_alsoNested() {
    hub.run(() -> {
      GreenletExit kill = new GreenletExit();
      GreenThread t = JdkWait.spawnUntilItWaits("shielded", () -> shieldedTwice(kill));
      t.deliver(kill);
      Hub.sleep(LONG.multipliedBy(3));
      assertThat(log).containsExactly("inner", "outer", kill);
    });
  }

  private void shieldedTwice(GreenletExit kill) {
    GreenThread.shield(() -> {
      GreenThread.shield(TimeLimitTest::sleepLong);
      log.add("inner");
      sleepLong();
      return log.add("outer");
    });
    try {
      sleepLong();
    } catch (GreenletExit e) {
      log.add(e);
      Hub.sleep(SHORT); // one kill, one throw
    }
  }

  @Test
  void deliver_twoKills_oneComes_theNextAfterItComesAgain() {
    hub.run(() -> {
      GreenThread t = JdkWait.spawnUntilItWaits("tough", this::survive);
      t.deliver(new GreenletExit("first"));
      t.deliver(new GreenletExit("too many"));
      Hub.yieldNow();
      t.deliver(new GreenletExit("second"));
      Hub.yieldNow();
      assertThat(log).containsExactly("first", "second");
      t.deliver(new GreenletExit());
      Hub.yieldNow();
    });
  }

  private void survive() {
    for (int i = 0; i < 2; i++) {
      try {
        sleepLong();
      } catch (GreenletExit e) {
        log.add(e.getMessage());
      }
    }
    sleepLong();
  }

  @Test
  void deliver_severalKindsOfSignals_comeInOrder() {
    hub.run(() -> {
      GreenThread me = GreenThread.current();
      List<Throwable> signals =
          List.of(new IllegalStateException("1"), new Error("2"), new GreenletExit("3"));
      signals.forEach(me::deliver);
      for (Throwable s : signals) {
        assertThatThrownBy(() -> Hub.sleep(SHORT)).isSameAs(s);
      }
      Hub.sleep(SHORT);
    });
  }

  @Test
  void withdraw_beforeAWait_nothingComes() {
    hub.run(() -> {
      Signal signal = GreenThread.current().signal(new GreenletExit());
      signal.send();
      signal.withdraw();
      signal.withdraw();
      Hub.sleep(SHORT);
    });
  }

  @Test
  void send_afterItWasWithdrawn_nothingComes() {
    hub.run(() -> {
      Signal signal = GreenThread.current().signal(new GreenletExit());
      signal.withdraw();
      signal.send();
      assertThat(GreenThread.current().hasSignals()).isFalse();
      Hub.sleep(SHORT);
    });
  }

  @Test
  void yieldNow_killedMeanwhile_throws() {
    hub.run(() -> {
      GreenThread t =
          JdkWait.spawn(
              "yields",
              () -> {
                while (true) {
                  Hub.yieldNow();
                }
              });
      Hub.yieldNow();
      t.deliver(new GreenletExit());
      Hub.yieldNow();
      assertThat(t.thread().isAlive()).isFalse();
    });
  }

  private static Object sleepWithin(Duration limit) {
    return TimeLimit.call(limit, TimeLimitTest::sleepLong);
  }

  private static Object sleepLong() {
    Hub.sleep(LONG);
    return null;
  }
}
