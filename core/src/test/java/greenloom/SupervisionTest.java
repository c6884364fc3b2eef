package greenloom;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.GreenletExit;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scopes whose greenlets fail each for itself, or race. */
@ExtendWith(NothingLeft.class)
class SupervisionTest {
  private final TestHub hub = TestHub.virtual();
  private final List<String> trace = new ArrayList<>();

  private Callable<String> after(int seconds, String value) {
    return () -> {
      try {
        sleep(Duration.ofSeconds(seconds));
      } catch (GreenletExit e) {
        trace.add(value + " killed");
        throw e;
      }
      trace.add(value);
      return value;
    };
  }

  private static Callable<String> failing(int seconds, Exception e) {
    return () -> {
      sleep(Duration.ofSeconds(seconds));
      throw e;
    };
  }

  // --- collect ---

  @Test
  void collect_someFail_theOthersRunToTheirEnd() {
    hub.run(() -> {
      IOException first = new IOException("first");
      IllegalStateException second = new IllegalStateException("second");
      assertThatThrownBy(() ->
              Scope.collect(scope -> {
                scope.spawn(failing(2, second));
                scope.spawn(failing(1, first));
                scope.spawn(after(3, "c"));
                return 0;
              }))
          .isInstanceOf(CompletionException.class)
          .hasCause(first)
          .satisfies(e -> assertThat(first.getSuppressed()).containsExactly(second));
      assertThat(trace).containsExactly("c");
    });
  }

  @Test
  void collect_nobodyFails_givesTheBodysValue() {
    hub.run(() -> {
      String value =
          Scope.collect(scope -> {
            scope.spawn(after(1, "a"));
            return "body";
          });
      assertThat(value).isEqualTo("body");
      assertThat(trace).containsExactly("a");
    });
  }

  @Test
  void collect_bodyFails_greenletsAreKilled() {
    hub.run(() -> {
      assertThatThrownBy(() ->
              Scope.collect(scope -> {
                scope.spawn(after(1, "a"));
                Greenloom.yieldNow();
                throw new IllegalStateException("body");
              }))
          .hasMessage("body");
      assertThat(trace).containsExactly("a killed");
    });
  }

  // --- race ---

  @Test
  void race_firstSuccessWins_theOthersAreKilled() {
    hub.run(() -> {
      String winner =
          Scope.race(
              List.of(after(3, "slow"), after(2, "quick"), failing(1, new IOException("early"))));
      assertThat(winner).isEqualTo("quick");
      assertThat(trace).containsExactly("quick", "slow killed");
      assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(2));
    });
  }

  @Test
  void race_allFail_throwsTheFirst_withTheOthersSuppressed() {
    hub.run(() -> {
      IllegalStateException first = new IllegalStateException("first");
      IOException second = new IOException("second");
      assertThatThrownBy(() -> Scope.race(List.of(failing(2, second), failing(1, first))))
          .isSameAs(first)
          .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(second));
    });
  }

  @Test
  void race_failureAfterTheEnd_isNobodysConcern() {
    hub.run(() -> {
      Callable<String> failsWhenKilled =
          () -> {
            try {
              return after(9, "x").call();
            } catch (GreenletExit e) {
              throw new IllegalStateException("while dying", e);
            }
          };
      assertThat(Scope.race(List.of(failsWhenKilled, after(1, "a")))).isEqualTo("a");
    });
  }

  @Test
  void race_killedOrTimedOut_racersEndFirst() {
    hub.run(() -> {
      assertThatThrownBy(
              () -> withTimeout(Duration.ofSeconds(1), () -> Scope.race(List.of(after(2, "a")))))
          .isInstanceOf(TimeoutExpired.class);
      Greenlet<?> racing = spawn(() -> Scope.race(List.of(after(2, "b"))));
      Greenloom.yieldNow();
      Greenloom.yieldNow();
      racing.kill();
      assertThat(trace).containsExactly("a killed", "b killed");
    });
  }

  @Test
  void race_allKilled_orNobody_isToldSo() {
    hub.run(() -> {
      Callable<String> leaves =
          () -> {
            throw new GreenletExit();
          };
      assertThatThrownBy(() -> Scope.race(List.of(leaves)))
          .isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> Scope.race(List.<Callable<String>>of()))
          .hasMessage("a race needs one body at least");
    });
  }

  // --- again and again ---

  @Test
  void spawnEvery_runsAtEachPeriod_untilItIsKilled() {
    hub.run(() -> {
      Greenlet<?> ticks =
          Greenloom.spawnEvery(
              Duration.ofSeconds(2), () -> trace.add("" + hub.elapsed().toSeconds()));
      sleep(Duration.ofSeconds(5));
      ticks.kill();
      assertThat(trace).containsExactly("0", "2", "4");
    });
  }

  @Test
  void spawnEvery_bodyTakesLonger_timesAreLeftOut() {
    hub.run(() -> {
      Greenlet<?> ticks =
          Greenloom.spawnEvery(
              Duration.ofSeconds(2),
              () -> {
                trace.add("" + hub.elapsed().toSeconds());
                sleep(Duration.ofSeconds(3));
              });
      sleep(Duration.ofSeconds(9));
      ticks.kill();
      assertThat(trace).containsExactly("0", "4", "8");
    });
  }

  @Test
  void spawnEvery_failure_endsIt() {
    hub.run(() -> {
      Greenlet<?> ticks =
          Greenloom.spawnEvery(
              Duration.ofSeconds(2),
              () -> {
                throw new IOException("broken");
              });
      assertThatThrownBy(ticks::get).hasCauseInstanceOf(IOException.class);
    });
  }
}
