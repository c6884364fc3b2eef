package greenloom;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.waitAny;
import static greenloom.Greenloom.withTimeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.sync.GreenQueue;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cases of gevent's own tests that belong to no single class here; docs/conformance.md has all. */
@ExtendWith(NothingLeft.class)
class GeventCasesTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  private static Greenlet<Void> failing(Error failure) {
    Action fail =
        () -> {
          sleep(MOMENT);
          throw failure;
        };
    return spawn(fail);
  }

  // test__greenlet: TestStuff.test_joinall_count_raise_error
  @Test
  void waitAny_oneThatFails_counts_andTheSleeperLives() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<Void> sleeper = spawn(() -> sleep(HOUR));
          Greenlet<Void> failing = failing(new AssertionError("mine"));
          assertThat(waitAny(List.of(sleeper, failing), 1, null)).isEqualTo(List.of(failing));
          assertThat(failing.exception()).hasMessage("mine");
          assertThat(sleeper.ready()).isFalse();
          sleeper.kill();
        });
  }

  // test__greenlet: TestBasic.test_tree_locals; here it is InheritableThreadLocal that does it
  @Test
  void inheritableThreadLocal_isSharedBySpawnTrees() {
    TestHub.virtual()
        .run(() -> {
          InheritableThreadLocal<List<String>> tree = new InheritableThreadLocal<>();
          List<Greenlet<List<String>>> roots = new ArrayList<>();
          for (String name : List.of("a", "b")) {
            roots.add(
                spawn(() -> {
                  tree.set(new ArrayList<>(List.of(name)));
                  spawn(() -> spawn(() -> tree.get().add("grandchild")).get()).join();
                  return tree.get();
                }));
          }
          assertThat(roots.getFirst().get()).containsExactly("a", "grandchild");
          assertThat(roots.getLast().get()).containsExactly("b", "grandchild");
          assertThat(tree.get()).isNull();
        });
  }

  // test__timeout: test_expires, test_cancel
  @Test
  void limit_usedAgain_expiresAgain_andNotAfterItsEnd() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> withTimeout(MOMENT, () -> sleep(HOUR)))
            .isInstanceOf(TimeoutExpired.class);
      }
      withTimeout(MOMENT, () -> {});
      sleep(HOUR);
    });
    assertThat(hub.elapsed()).isEqualTo(HOUR.plus(MOMENT).plus(MOMENT));
  }

  // test__hub: TestExceptionInMainloop.test_sleep
  @Test
  void rawCallback_fails_isReportedOnce_andSleepersGoOn() {
    TestHub hub = TestHub.virtual();
    List<Throwable> reported = new ArrayList<>();
    IllegalStateException failure = new IllegalStateException("mine");
    hub.run(() -> {
      Hub.current().onFailure((what, e) -> reported.add(e));
      Hub.current()
          .rawOnTimer(
              MOMENT,
              Duration.ZERO,
              _ -> {
                throw failure;
              });
      joinAll(spawn(() -> sleep(MOMENT)), spawn(() -> sleep(HOUR)));
    });
    assertThat(reported).containsExactly(failure);
    assertThat(hub.elapsed()).isEqualTo(HOUR);
  }

  // test__systemerror: there they are thrown into the main greenlet; here nothing is
  @Test
  void error_ofAGreenlet_isReported_andWhoDoesNotWaitForItGoesOn() {
    List<Throwable> reported = new ArrayList<>();
    List<Error> failures = List.of(new OutOfMemoryError("mine"), new AssertionError());
    TestHub.virtual()
        .run(() -> {
          Hub.current().onFailure((what, e) -> reported.add(e));
          failures.forEach(GeventCasesTest::failing);
          sleep(HOUR);
        });
    assertThat(reported).isEqualTo(failures);
  }

  // test__queue: test_put_nowait_unlock, test_get_nowait_unlock, as there in a loop's callback
  @Test
  void rawCallback_offersAndPolls_wakesTheOtherSide() {
    TestHub.virtual()
        .run(() -> {
          GreenQueue<String> q = GreenQueue.bounded(1);
          List<Object> answers = new ArrayList<>();
          Greenlet<String> taker = spawn(q::take);
          inCallback(() -> answers.add(q.offer("for the taker")));
          assertThat(taker.get()).isEqualTo("for the taker");
          inCallback(() -> answers.add(q.poll() == null));
          q.put("stored");
          inCallback(() -> answers.add(!q.offer("no room")));
          Greenlet<Void> putter = spawn(() -> q.put("waiting"));
          inCallback(() -> answers.add("stored".equals(q.poll())));
          putter.join();
          assertThat(q.take()).isEqualTo("waiting");
          assertThat(answers).containsExactly(true, true, true, true);
        });
  }

  /** Runs it on the bare hub, when all greenlets wait. */
  private static void inCallback(Runnable body) {
    Hub.current().rawOnTimer(MOMENT, Duration.ZERO, _ -> body.run());
    sleep(MOMENT.plus(MOMENT));
  }
}
