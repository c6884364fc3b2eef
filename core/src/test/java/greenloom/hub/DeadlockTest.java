package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeadlockTest {
  private final Guard guard = new Guard();

  @Test
  void await_nobodyCanAnswer_reportsTheTable() {
    assertThatThrownBy(() -> Hub.setup("knot").call(this::bothWait))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("knot")
        .hasMessageContaining("other: take of the box")
        .hasMessageContaining("main: take of the box")
        .hasMessageContaining("spawned by main in greenloom.hub.DeadlockTest");
  }

  private Object bothWait() {
    Hub.current().spawn("other", () -> box().await());
    box().await();
    return null;
  }

  @Test
  void await_root_reportedAndTheHubStaysUsable() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> box().await()).isInstanceOf(DeadlockException.class);
    }
    Waiter w = box();
    Hub.current().spawn(null, () -> w.wake("value"));
    assertThat(w.await()).isTrue();
  }

  @Test
  void await_manyThreads_reportedToo() {
    assertThatThrownBy(() ->
            Hub.setup("crowd")
                .call(() -> {
                  for (int i = 0; i < 100; i++) {
                    Hub.current().spawn(null, () -> box().await());
                  }
                  return box().await();
                }))
        .isInstanceOf(DeadlockException.class);
  }

  @Test
  void await_limit_isNoDeadlock() {
    assertThat(box().await(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void await_sharedThing_isAnsweredFromOutside() {
    Waiter w = box();
    Thread.ofPlatform()
        .start(() -> {
          guard.enter();
          guard.leave();
          w.wake(null);
        });
    guard.share();
    assertThat(w.await()).isTrue();
  }

  @Test
  void await_somebodyWaitsInTheJdk_isNoDeadlock() {
    CountDownLatch latch = new CountDownLatch(1);
    Waiter w = box();
    Hub.current()
        .spawn(
            null,
            () -> {
              UncheckedFailure.of(() -> {
                latch.await();
                return null;
              });
              w.wake(null);
            });
    Thread.ofPlatform().start(latch::countDown);
    assertThat(w.await()).isTrue();
  }

  @Test
  void await_held_reportedWhenTheHoldEnds() {
    Hub hub = Hub.current();
    Hub.Hold hold = hub.keepOpen();
    Thread.ofPlatform()
        .start(() -> {
          while (!hub.loop().inbox().asleep()) {
            Thread.onSpinWait();
          }
          hold.close();
          hold.close();
        });
    assertThatThrownBy(() -> box().await()).isInstanceOf(DeadlockException.class);
  }

  private Waiter box() {
    return Waiter.here("the box", "take of", guard);
  }
}
