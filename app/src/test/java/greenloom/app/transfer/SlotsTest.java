package greenloom.app.transfer;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import greenloom.Greenlet;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private final TestHub hub = TestHub.virtual();
  private final List<String> order = new ArrayList<>();

  private Greenlet<?> second(Slots slots, String host) {
    return spawn(() ->
        slots.with(
            host,
            () -> {
              order.add(host);
              sleep(Duration.ofSeconds(1));
              return host;
            }));
  }

  @Test
  void with_oneHost_isLimited() {
    hub.run(() -> {
      Slots slots = new Slots(64, 2);
      joinAll(second(slots, "a"), second(slots, "a"), second(slots, "a"), second(slots, "a"));
    });
    assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void with_manyHosts_allTogetherAreLimited() {
    hub.run(() -> {
      Slots slots = new Slots(3, 2);
      joinAll(second(slots, "a"), second(slots, "b"), second(slots, "c"), second(slots, "d"));
    });
    assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void with_crowdForOneHost_doesNotKeepOthersWaiting() {
    hub.run(() -> {
      Slots slots = new Slots(2, 1);
      joinAll(second(slots, "a"), second(slots, "a"), second(slots, "a"), second(slots, "b"));
    });
    assertThat(order).containsExactly("a", "b", "a", "a");
    assertThat(hub.elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void with_failure_givesTheSlotBack() {
    hub.run(() -> {
      Slots slots = new Slots(1, 1);
      catchThrowableOfType(
          IOException.class,
          () ->
              slots.with(
                  "a",
                  () -> {
                    throw new IOException("broken");
                  }));

      assertThat(slots.<String>with("a", () -> "x")).isEqualTo("x");
    });
  }
}
