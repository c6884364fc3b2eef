package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnLater;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Greenlet;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NothingLeft.class)
class EventTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofMillis(10);

  // gevent test__event: TestEvent_SetThenClear1000
  @Test
  void setThenClear_wakesThousandWaiters() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          List<Integer> woken = new ArrayList<>();
          for (int i = 0; i < 1000; i++) {
            int n = i;
            spawn(() -> {
              assertThat(event.await(HOUR)).isTrue();
              woken.add(n);
            });
          }
          TestHub.awaitAllBlocked();
          event.set();
          event.clear();
          assertThat(woken).isEmpty();
          TestHub.awaitAllBlocked();
          assertThat(woken).hasSize(1000).isSorted();
          assertThat(event.await(MOMENT)).as("cleared").isFalse();
        });
  }

  @Test
  void set_isForAll_andStays() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          assertThat(event.isSet()).isFalse();
          event.set();
          event.set();
          assertThat(event.isSet()).isTrue();
          assertThat(event.ready()).isTrue();
          event.await();
          assertThat(event.await(Duration.ZERO)).isTrue();
          event.clear();
          event.clear();
          assertThat(event.isSet()).isFalse();
          assertThat(event.await(Duration.ZERO)).isFalse();
        });
  }

  @Test
  void event_canBeUsedAgain() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          for (int i = 0; i < 3; i++) {
            Greenlet<Boolean> waiter = spawn(() -> event.await(HOUR));
            TestHub.awaitAllBlocked();
            event.set();
            event.clear();
            assertThat(waiter.get()).isTrue();
          }
        });
  }

  @Test
  void setAtTheLimit_isOneOrTheOther() {
    TestHub.virtual()
        .shuffled()
        .run(() -> {
          Event event = new Event();
          Greenlet<Boolean> early = spawn(() -> event.await(MOMENT));
          spawnLater(MOMENT, event::set);
          sleep(HOUR);
          assertThat(early.get()).isIn(true, false);
          assertThat(event.isSet()).isTrue();
        });
  }

  @Test
  void toString_tellsHowManyWait() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          Greenlet<?> waiter = spawn(() -> event.await());
          TestHub.awaitAllBlocked();
          assertThat(event).hasToString("Event[1 waiting]");
          event.set();
          assertThat(event).hasToString("Event[set]");
          waiter.join();
        });
  }
}
