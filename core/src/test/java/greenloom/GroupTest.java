package greenloom;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.GreenletExit;
import greenloom.hub.Hub;
import greenloom.hub.TimeoutExpired;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Groups: members, joining and killing them, applying. */
@ExtendWith(NothingLeft.class)
class GroupTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  @Test
  void members_leaveWhenTheyEnd() {
    TestHub.virtual()
        .run(() -> {
          Group group = new Group();
          Greenlet<?> shortOne = group.spawn(() -> sleep(MOMENT));
          Greenlet<?> longOne = group.spawn(() -> sleep(HOUR));
          assertThat(group.members()).isEqualTo(List.of(shortOne, longOne));
          shortOne.join();
          assertThat(group.members()).isEqualTo(List.of(longOne));
          assertThat(group.size()).isOne();
          group.join();
          assertThat(group.size()).isZero();
          assertThat(group).hasToString("Group[0 greenlets]");
        });
  }

  @Test
  void join_ofEmpty_doesNotSwitch() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> other = spawn(() -> {});
          Group group = new Group();
          group.join();
          assertThat(group.join(Duration.ZERO)).isTrue();
          group.kill();
          group.killSoon();
          assertThat(other.started()).isFalse();
        });
  }

  @Test
  void join_withALimit_tellsWhetherItIsEmpty() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Group group = new Group();
      group.spawn(() -> sleep(HOUR));
      assertThat(group.join(MOMENT)).isFalse();
      assertThatThrownBy(() -> withTimeout(MOMENT, () -> group.join(HOUR)))
          .isInstanceOf(TimeoutExpired.class);
      assertThat(hub.elapsed()).isEqualTo(MOMENT.multipliedBy(2));
      assertThat(group.join(HOUR)).isTrue();
    });
  }

  @Test
  void join_waitsForMembersThatComeMeanwhile() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Group group = new Group();
      group.spawn(() -> {
        sleep(MOMENT);
        group.spawn(() -> sleep(HOUR));
      });
      group.join();
      assertThat(hub.elapsed()).isEqualTo(HOUR.plus(MOMENT));
    });
  }

  @Test
  void add_takesAnybodyIn_once() {
    TestHub.virtual()
        .run(() -> {
          Group group = new Group();
          Greenlet<?> g = spawn(() -> sleep(MOMENT));
          group.add(g);
          group.add(g);
          assertThat(group.size()).isOne();
          g.join();
          assertThat(group.size()).isZero();
          group.add(g);
          assertThat(group.size()).as("one that has ended").isZero();
        });
  }

  @Test
  void add_ofAnotherHubsGreenlet_isRefused() {
    Greenlet<?> foreign = spawn(() -> {});
    TestHub.virtual()
        .run(() ->
            assertThatThrownBy(() -> new Group().add(foreign))
                .isInstanceOf(IllegalStateException.class));
    foreign.join();
  }

  @Test
  void discard_letsOneOut_whichLivesOn() {
    TestHub.virtual()
        .run(() -> {
          Group group = new Group();
          Greenlet<?> g = group.spawn(() -> sleep(MOMENT));
          group.discard(g);
          group.discard(g);
          group.join();
          assertThat(g.ready()).isFalse();
          group.kill();
          g.join();
          assertThat(g.successful()).isTrue();
        });
  }

  // gevent test__pool / test__greenlet: test_kill_noblock
  @Test
  void killSoon_leavesTheSize_untilTheyHaveEnded() {
    TestHub.virtual()
        .run(() -> {
          Group group = new Group();
          group.spawn(() -> sleep(HOUR));
          group.spawn(() -> sleep(HOUR));
          yieldNow();
          group.killSoon();
          assertThat(group.size()).isEqualTo(2);
          yieldNow();
          assertThat(group.size()).isZero();
        });
  }

  @Test
  void kill_throwsOnceAtEachMember() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Group group = new Group();
          group.spawn(() -> {
            for (int i = 0; i < 3; i++) {
              try {
                sleep(MOMENT);
              } catch (GreenletExit e) {
                trace.add("killed");
              }
            }
          });
          yieldNow();
          group.killSoon();
          yieldNow();
          group.killSoon();
          yieldNow();
          group.kill();
          assertThat(trace).containsExactly("killed");
          assertThat(group.size()).isZero();
        });
  }

  @Test
  void kill_killsMembersThatComeMeanwhile() {
    TestHub hub = TestHub.virtual();
    hub.run(() -> {
      Group group = new Group();
      List<Greenlet<?>> late = new ArrayList<>();
      group.spawn(() -> {
        try {
          sleep(HOUR);
        } finally {
          late.add(group.spawn(() -> sleep(HOUR)));
          sleep(MOMENT);
        }
      });
      yieldNow();
      group.kill();
      assertThat(group.size()).isZero();
      assertThat(late).hasSize(1).allMatch(Greenlet::killed);
    });
    assertThat(hub.elapsed()).isEqualTo(MOMENT);
  }

  @Test
  void kill_byAMember_endsItToo() {
    TestHub.virtual()
        .run(() -> {
          Group group = new Group();
          Greenlet<?> killer =
              group.spawn(() -> {
                group.kill();
                throw new AssertionError("lives on");
              });
          Greenlet<?> other = group.spawn(() -> sleep(HOUR));
          group.join();
          assertThat(killer.killed()).isTrue();
          assertThat(other.killed()).isTrue();
        });
  }

  @Test
  void kill_byAMemberThatCatchesItsOwn_waitsForTheOthers() {
    TestHub.virtual()
        .run(() -> {
          Group group = new Group();
          group.spawn(() -> sleep(HOUR));
          Greenlet<String> killer =
              group.spawn(() -> {
                try {
                  group.kill();
                } catch (GreenletExit e) {
                  group.kill();
                }
                return "size " + group.size();
              });
          assertThat(killer.get()).isEqualTo("size 1");
        });
  }

  @Test
  void group_ofAnotherHub_isRefused() {
    TestHub.virtual()
        .run(() -> {
          Group group = new Group();
          group.spawn(() -> {}).join();
          Throwable[] refused = new Throwable[1];
          Thread foreign =
              Thread.ofPlatform()
                  .start(() -> {
                    try {
                      group.spawn(() -> {});
                    } catch (IllegalStateException e) {
                      refused[0] = e;
                    }
                  });
          foreign.join();
          assertThat(refused[0]).hasMessageContaining("belongs to");
        });
  }

  @Test
  void member_killedBeforeItsStartByAnotherThread_leavesOnItsOwnHub() {
    TestHub.virtual()
        .run(() -> {
          Group group = new Group();
          Greenlet<?> g = group.spawn(() -> {});
          Thread killer = Thread.ofPlatform().unstarted(g::killSoon);
          killer.start();
          Hub.background(); // anything but a wait
          while (!g.ready()) {
            Thread.onSpinWait();
          }
          assertThat(group.size()).as("not from the foreign thread").isOne();
          group.join();
          assertThat(group.size()).isZero();
          killer.join();
        });
  }

  // --- applying ---

  @Test
  void apply_givesValueOrFailure() {
    TestHub.virtual()
        .run(() -> {
          Group group = new Group();
          assertThat(group.<String>apply(() -> "value")).isEqualTo("value");
          RuntimeException unchecked = new IllegalStateException("mine");
          Exception checked = new IOException("mine");
          assertThatThrownBy(() -> group.apply(throwing(unchecked))).isSameAs(unchecked);
          assertThatThrownBy(() -> group.apply(throwing(checked)))
              .isInstanceOf(CompletionException.class)
              .hasCause(checked);
          Greenlet<?> member =
              group.spawn(() -> {
                assertThatThrownBy(() -> group.apply(throwing(unchecked))).isSameAs(unchecked);
                assertThatThrownBy(() -> group.apply(throwing(checked)))
                    .isInstanceOf(CompletionException.class)
                    .hasCause(checked);
              });
          member.get();
        });
  }

  private static Action throwing(Exception e) {
    return () -> {
      throw e;
    };
  }

  @Test
  void apply_byAMember_diesWithIt() {
    TestHub.virtual()
        .run(() -> {
          List<String> trace = new ArrayList<>();
          Group group = new Group();
          group.spawn(() ->
              group.apply(() -> {
                try {
                  sleep(HOUR);
                } finally {
                  trace.add("ended");
                }
              }));
          yieldNow();
          group.kill();
          assertThat(trace).containsExactly("ended");
        });
  }

  @Test
  void applyAsync_handsTheValueToTheCallback() {
    TestHub.virtual()
        .run(() -> {
          List<String> got = new ArrayList<>();
          Group group = new Group();
          Greenlet<String> g = group.applyAsync(() -> "value", got::add);
          assertThat(g.get()).isEqualTo("value");
          TestHub.awaitAllBlocked();
          assertThat(got).containsExactly("value");
          Greenlet<String> failing =
              group.applyAsync(
                  () -> {
                    throw new IllegalStateException("mine");
                  },
                  got::add);
          assertThatThrownBy(failing::get).hasMessage("mine");
          TestHub.awaitAllBlocked();
          assertThat(got).hasSize(1);
        });
  }
}
