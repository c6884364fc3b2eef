package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeadlockTest {
  @Test
  void hold_closedWithoutAnswer_reported() {
    assertThatThrownBy(() ->
            Hub.setup("held")
                .call(() -> {
                  Hub.Hold hold = Hub.current().keepOpen();
                  Thread.ofPlatform().daemon().start(hold::close);
                  return Waiter.here("an answer", "wait for", new Guard()).await();
                }))
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("wait for an answer");
  }
}
