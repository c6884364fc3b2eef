package greenloom;

import static greenloom.Greenloom.shield;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** withTimeout and shield. */
@ExtendWith(NothingLeft.class)
class TimeLimitTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  @Test
  void withTimeout_inTime_givesTheValue_andDisarms() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      assertThat(withTimeout(HOUR, () -> "value")).isEqualTo("value");
      withTimeout(HOUR, () -> sleep(MOMENT));
      assertThat(withTimeout(HOUR, () -> "value", "otherwise")).isEqualTo("value");
      assertThat(Hub.current().stats().timers()).isZero();
    });
    assertThat(hub.elapsed()).isEqualTo(MOMENT);
  }

  @Test
  void withTimeout_expired_throwsAndTellsWhere() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      assertThatThrownBy(() -> withTimeout(Duration.ofMillis(1500), () -> sleep(HOUR)))
          .isInstanceOf(TimeoutExpired.class)
          .hasMessageContaining("1.5 s")
          .satisfies(e ->
              assertThat(e.getCause().getStackTrace())
                  .anyMatch(f -> f.getClassName().equals(TimeLimitTest.class.getName())));
      sleep(HOUR);
    });
    assertThat(hub.elapsed()).isEqualTo(HOUR.plusMillis(1500));
  }

  // gevent test__timeout: test_context_manager_false
  @Test
  void withTimeout_otherwise_isForItsOwnOnly() {
    TestHub.virtual()
        .run(() -> {
          assertThat(withTimeout(MOMENT, TimeLimitTest::sleepAndGive, "otherwise"))
              .isEqualTo("otherwise");
          assertThatThrownBy(() ->
                  withTimeout(
                      MOMENT, () -> withTimeout(HOUR, TimeLimitTest::sleepAndGive, "wrong")))
              .isInstanceOf(TimeoutExpired.class);
          TimeoutExpired foreign = new TimeoutExpired(HOUR);
          assertThatThrownBy(() ->
                  withTimeout(
                      MOMENT,
                      () -> {
                        throw foreign;
                      },
                      "wrong"))
              .isSameAs(foreign);
        });
  }

  private static String sleepAndGive() {
    sleep(HOUR);
    return "value";
  }

  @Test
  void withTimeout_nested_theEarlierFires_andIsItsOwners() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      List<String> trace = new ArrayList<>();
      withTimeout(
          HOUR,
          () -> {
            try {
              withTimeout(MOMENT, () -> sleep(HOUR));
            } catch (TimeoutExpired e) {
              trace.add("inner");
            }
            sleep(MOMENT);
          });
      try {
        withTimeout(
            MOMENT,
            () -> {
              try {
                withTimeout(HOUR, () -> sleep(HOUR));
              } catch (TimeoutExpired e) {
                trace.add("wrong");
              }
            });
      } catch (TimeoutExpired e) {
        trace.add("outer");
      }
      assertThat(trace).containsExactly("inner", "outer");
      assertThat(hub.elapsed()).isEqualTo(MOMENT.multipliedBy(3));
    });
  }

  @Test
  void withTimeout_equalLimits_bothEnd() {
    TestHub.virtual()
        .shuffled()
        .run(() -> {
          assertThatThrownBy(() ->
                  withTimeout(
                      MOMENT,
                      () -> {
                        try {
                          withTimeout(MOMENT, () -> sleep(HOUR));
                        } catch (TimeoutExpired e) {
                          sleep(HOUR);
                        }
                      }))
              .isInstanceOf(TimeoutExpired.class);
          sleep(HOUR);
        });
  }

  @Test
  void withTimeout_zeroOrLess_firesAtTheFirstWait() {
    TestHub.virtual()
        .run(() -> {
          for (Duration d : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            List<String> trace = new ArrayList<>();
            assertThatThrownBy(() ->
                    withTimeout(
                        d,
                        () -> {
                          trace.add("before");
                          sleep(HOUR);
                          trace.add("after");
                        }))
                .isInstanceOf(TimeoutExpired.class);
            assertThat(trace).containsExactly("before");
            assertThat(withTimeout(d, () -> "no wait")).isEqualTo("no wait");
          }
        });
  }

  @Test
  void withTimeout_passesCheckedExceptionsOn() {
    TestHub.virtual()
        .run(() -> {
          IOException mine = new IOException("mine");
          try {
            withTimeout(
                HOUR,
                () -> {
                  throw mine;
                });
          } catch (IOException e) {
            assertThat(e).isSameAs(mine);
          }
        });
  }

  @Test
  void withTimeout_swallowedByItsBody_lettingTheValueCount() {
    TestHub.virtual()
        .run(() -> {
          String value =
              withTimeout(
                  MOMENT,
                  () -> {
                    try {
                      sleep(HOUR);
                    } catch (Error signal) {
                      sleep(MOMENT);
                    }
                    return "value";
                  });
          assertThat(value).isEqualTo("value");
        });
  }

  @Test
  void withTimeout_catchOfExceptions_doesNotStopIt() {
    TestHub.virtual()
        .run(() -> {
          assertThatThrownBy(() ->
                  withTimeout(
                      MOMENT,
                      () -> {
                        while (true) {
                          try {
                            sleep(HOUR);
                          } catch (RuntimeException e) {
                            continue;
                          }
                        }
                      }))
              .isInstanceOf(TimeoutExpired.class);
        });
  }

  @Test
  void withTimeout_endsAWaitOfTheJdk() {
    TestHub.virtual()
        .run(() -> {
          Object monitor = new Object();
          assertThatThrownBy(() ->
                  withTimeout(
                      MOMENT,
                      () -> {
                        synchronized (monitor) {
                          monitor.wait();
                        }
                      }))
              .isInstanceOf(TimeoutExpired.class);
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
          assertThatThrownBy(() -> withTimeout(MOMENT, () -> Thread.sleep(3_600_000)))
              .isInstanceOf(TimeoutExpired.class);
        });
  }

  @Test
  void withTimeout_onAPlatformThread() {
    assertThatThrownBy(() -> withTimeout(MOMENT, () -> sleep(HOUR)))
        .isInstanceOf(TimeoutExpired.class);
    assertThat(withTimeout(MOMENT, TimeLimitTest::sleepAndGive, "otherwise"))
        .isEqualTo("otherwise");
  }

  // --- shield ---

  @Test
  void shield_holdsUpAKill_untilItIsDown() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Greenlet<?> g =
              spawn(() -> {
                shield(() -> {
                  sleep(MOMENT);
                  trace.add("done");
                });
                trace.add("not a wait");
                sleep(MOMENT);
                trace.add("never");
              });
          yieldNow();
          g.kill();
          assertThat(g.killed()).isTrue();
          assertThat(trace).containsExactly("done", "not a wait");
        });
  }

  @Test
  void shield_holdsUpLimitsFromOutside_notThoseInside() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      List<String> trace = new ArrayList<>();
      assertThatThrownBy(() ->
              withTimeout(
                  MOMENT,
                  () -> {
                    String value =
                        shield(() -> {
                          sleep(MOMENT.multipliedBy(3));
                          assertThatThrownBy(() -> withTimeout(MOMENT, () -> sleep(HOUR)))
                              .isInstanceOf(TimeoutExpired.class);
                          return "value";
                        });
                    trace.add(value);
                    sleep(HOUR);
                  }))
          .isInstanceOf(TimeoutExpired.class);
      assertThat(trace).containsExactly("value");
      assertThat(hub.elapsed()).isEqualTo(MOMENT.multipliedBy(4));
    });
  }

  @Test
  void shield_nested_isDownAfterTheOuter() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Greenlet<?> g =
              spawn(() -> {
                shield(() -> {
                  shield(() -> sleep(MOMENT));
                  sleep(MOMENT);
                  trace.add("done");
                });
                yieldNow();
                trace.add("never");
              });
          yieldNow();
          g.kill();
          assertThat(trace).containsExactly("done");
        });
  }

  @Test
  void shield_thatThrows_isDown() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> g =
              spawn(() -> {
                assertThatThrownBy(() ->
                        shield(() -> {
                          throw new IOException("mine");
                        }))
                    .hasMessage("mine");
                sleep(HOUR);
              });
          yieldNow();
          g.kill();
          assertThat(g.killed()).isTrue();
        });
  }
}
