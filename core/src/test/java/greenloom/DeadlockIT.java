package greenloom;

import static greenloom.Greenloom.killAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.DeadlockException;
import greenloom.hub.Hub;
import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.testing.NothingLeft;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No deadlock is told while an answer may come from outside of the hub. */
@ExtendWith(NothingLeft.class)
class DeadlockIT {
  private static final Duration MOMENT = Duration.ofMillis(30);

  private static Thread later(Runnable action) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            Thread.sleep(MOMENT);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          action.run();
        });
  }

  @Test
  void thingThatAnotherThreadHasTouched_mayBeAnswered() throws InterruptedException {
    GreenQueue<String> q = GreenQueue.unbounded();
    Thread touch = Thread.ofPlatform().start(q::size);
    touch.join();
    Thread giver = later(() -> q.put("item"));
    assertThat(q.take()).isEqualTo("item");
    giver.join();
  }

  @Test
  void oneOfManyThatWait_mayBeAnswered() throws InterruptedException {
    Event touched = new Event();
    Event untouched = new Event();
    Thread touch = Thread.ofVirtual().start(touched::clear);
    touch.join();
    Greenlet<?> helper =
        spawn(() -> {
          touched.await();
          untouched.set();
        });
    Thread setter = later(touched::set);
    untouched.await();
    helper.join();
    setter.join();
  }

  @Test
  void greenThreadInAWaitOfTheJdk_mayBeAnswered() throws InterruptedException {
    BlockingQueue<String> foreign = new LinkedBlockingQueue<>();
    GreenQueue<String> own = GreenQueue.unbounded();
    Greenlet<?> bridge = spawn(() -> own.put(foreign.take()));
    Thread giver = later(() -> foreign.add("item"));
    assertThat(own.take()).isEqualTo("item");
    bridge.join();
    giver.join();
  }

  @Test
  void holdClosedByAnotherThread_makesItLookAgain() throws InterruptedException {
    Event never = new Event();
    Hub.Hold hold = Hub.current().keepOpen();
    Thread closer = later(hold::close);
    long before = System.nanoTime();
    assertThatThrownBy(never::await).isInstanceOf(DeadlockException.class);
    assertThat(System.nanoTime() - before).isGreaterThan(MOMENT.toNanos() / 2);
    closer.join();
  }

  @Test
  void greenletOfAnotherHub_mayAnswer_asLongAsItLives() {
    try (Hub hub = Hub.start("answering")) {
      Event untouched = new Event();
      Greenlet<?> setter =
          Greenloom.spawnOn(
              hub,
              () -> {
                sleep(MOMENT);
                untouched.set();
              });
      untouched.await();
      setter.join();

      Event never = new Event();
      Greenlet<?> careless = Greenloom.spawnOn(hub, () -> sleep(MOMENT));
      assertThatThrownBy(never::await).isInstanceOf(DeadlockException.class);
      assertThat(careless.ready()).isTrue();
    }
  }

  @Test
  void hubWithAThreadOfItsOwn_neverTells() {
    try (Hub hub = Hub.start("patient")) {
      Event never = new Event();
      Greenlet<?> stuck = Greenloom.spawnOn(hub, () -> never.await());
      sleep(MOMENT);
      assertThat(stuck.join(MOMENT)).isFalse();
      killAll(List.of(stuck));
      assertThat(stuck.killed()).isTrue();
    }
  }
}
