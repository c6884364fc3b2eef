package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** An interrupt that Greenloom raises to end a wait of the JDK is nobody else's business. */
class OwnInterruptTest {
  private final List<Object> seen = new ArrayList<>();

  /** A take that is killed and handed an item at the same time returns, and leaves the flag set. */
  private void killWhileHanded(Runnable afterTake) {
    LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
    Hub.setup("test")
        .call(() -> {
          Hub hub = Hub.current();
          GreenThread taker =
              hub.spawn(
                  "taker",
                  () -> {
                    try {
                      seen.add(queue.take());
                      afterTake.run();
                    } catch (Throwable e) {
                      seen.add(e.getClass());
                    }
                  });
          hub.awaitAllBlocked();
          taker.deliver(new GreenletExit());
          queue.add("item");
          hub.awaitAllBlocked();
          return true;
        });
  }

  @Test
  void waitInsideShield_goesOn() {
    killWhileHanded(() -> {
      GreenThread.shield(() -> {
        Hub.sleep(Duration.ofNanos(1));
        return true;
      });
      seen.add("slept");
      Hub.sleep(Duration.ofNanos(1));
    });
    assertThat(seen).containsExactly("item", "slept", GreenletExit.class);
  }

  @Test
  void nextWait_killedWithTheFlagCleared() {
    killWhileHanded(() -> {
      try {
        Hub.sleep(Duration.ofNanos(1));
      } finally {
        seen.add(Thread.currentThread().isInterrupted());
      }
    });
    assertThat(seen).containsExactly("item", false, GreenletExit.class);
  }
}
