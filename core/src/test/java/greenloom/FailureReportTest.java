package greenloom;

import static greenloom.Greenloom.inCompletionOrder;
import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.Hub;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A failure is reported when, and only when, nobody takes note of it otherwise. */
@ExtendWith(NothingLeft.class)
class FailureReportTest {
  private static final Duration MOMENT = Duration.ofMillis(10);

  /** Runs {@code body}, lets everything end, and returns what was reported. */
  private static List<String> reportsOf(Action body) {
    List<String> reports = new ArrayList<>();
    TestHub.virtual()
        .run(() -> {
          Hub.current().onFailure((what, e) -> reports.add(what + ": " + e.getMessage()));
          body.run();
          sleep(Duration.ofHours(1));
        });
    return reports;
  }

  private static Greenlet<Void> failing(String message) {
    return failing(Duration.ZERO, message);
  }

  private static Greenlet<Void> failing(Duration after, String message) {
    Action fail =
        () -> {
          sleep(after);
          throw new IllegalStateException(message);
        };
    return spawn(fail);
  }

  @Test
  void failure_nobodyWaitsFor_isReportedWithNameAndSite() {
    List<String> reports = reportsOf(() -> failing("mine").named("worker"));
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst())
        .contains("worker")
        .contains(FailureReportTest.class.getName())
        .endsWith("mine");
  }

  @Test
  void failure_waitedFor_isNotReported() {
    assertThat(reportsOf(() -> failing("join").join())).isEmpty();
    assertThat(reportsOf(() -> assertThatThrownBy(failing("get")::get).hasMessage("get")))
        .isEmpty();
    assertThat(reportsOf(() -> failing("linked").link(g -> {}))).isEmpty();
    assertThat(reportsOf(() -> failing("linked").linkException(g -> {}))).isEmpty();
    assertThat(reportsOf(() -> failing("future").toFuture())).isEmpty();
  }

  @Test
  void failure_ofAnyThatJoinAllWaitsFor_isNotReported() {
    assertThat(reportsOf(() -> joinAll(spawn(() -> sleep(MOMENT)), failing("second")))).isEmpty();
    assertThat(
            reportsOf(() -> {
              assertThat(joinAll(List.of(failing("first"), failing("second")), MOMENT)).isTrue();
            }))
        .isEmpty();
  }

  @Test
  void failure_whileTheReaderOfResultsIsElsewhere_isNotReported() {
    assertThat(
            reportsOf(() -> {
              for (Greenlet<?> g : inCompletionOrder(List.of(failing("a"), failing(MOMENT, "b")))) {
                sleep(MOMENT.multipliedBy(5));
                assertThat(g.exception()).isNotNull();
              }
            }))
        .isEmpty();
  }

  @Test
  void failure_whereOnlyTheValueIsLinked_isReported() {
    assertThat(reportsOf(() -> failing("mine").linkValue(g -> {}))).hasSize(1);
  }

  @Test
  void failure_ofAGroupsMember_isReportedUnlessSomebodyWaits() {
    Action body =
        () -> {
          throw new IllegalStateException("mine");
        };
    assertThat(reportsOf(() -> new Group().spawn(body))).hasSize(1);
    assertThat(
            reportsOf(() -> {
              Group group = new Group();
              group.spawn(body);
              group.join();
            }))
        .isEmpty();
  }

  @Test
  void failure_lookedAtAfterwards_wasReportedOnce() {
    assertThat(
            reportsOf(() -> {
              Greenlet<?> g = failing("mine");
              sleep(MOMENT);
              assertThatThrownBy(g::get).hasMessage("mine");
              assertThatThrownBy(g::get).hasMessage("mine");
            }))
        .hasSize(1);
  }

  @Test
  void failure_afterTheWaiterHasGivenUp_isReported() {
    assertThat(reportsOf(() -> assertThat(failing(MOMENT, "mine").join(Duration.ZERO)).isFalse()))
        .hasSize(1);
  }

  @Test
  void kill_isNoFailure() {
    assertThat(reportsOf(() -> spawn(() -> sleep(MOMENT)).kill())).isEmpty();
  }

  @Test
  void failure_ofOne_leavesTheOthersAlone() {
    List<String> trace = new ArrayList<>();
    List<String> reports =
        reportsOf(() -> {
          failing("first");
          spawn(() -> trace.add("second"));
          failing("third");
          spawn(() -> trace.add("fourth"));
        });
    assertThat(trace).containsExactly("second", "fourth");
    assertThat(reports).hasSize(2);
  }

  // gevent test__hub: TestHandleError
  @Test
  void handler_thatThrows_leavesGreenletAndHubAlone() {
    BiConsumer<String, Throwable> broken =
        (what, e) -> {
          throw new IllegalArgumentException("broken handler");
        };
    Logger log = Logger.getLogger("greenloom");
    List<LogRecord> logged = new ArrayList<>();
    log.setFilter(entry -> !logged.add(entry));
    try {
      TestHub.virtual()
          .run(() -> {
            Hub.current().onFailure(broken);
            Greenlet<?> g = failing("mine");
            TestHub.awaitAllBlocked();
            assertThatThrownBy(g::get).hasMessage("mine");
            assertThat(spawn(() -> "still runs").get()).isEqualTo("still runs");
          });
    } finally {
      log.setFilter(null);
    }
    assertThat(logged).hasSize(1);
    assertThat(logged.getFirst().getThrown()).hasMessage("broken handler");
  }
}
