package greenloom.sync;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnLater;
import static greenloom.Greenloom.waitAny;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Greenlet;
import greenloom.hub.Awaitable;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  // gevent test__event: TestGeventWaitOnEvent.test_set_during_wait
  @Test
  void clearedByOneWhoWasWoken_itIsWaitedForAnew() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          spawn(event::set);
          assertThat(event.await(HOUR)).isTrue();
          event.clear();
          assertThat(waitAny(List.of(event), 1, MOMENT)).isEmpty();
          assertThat(event.ready()).isFalse();
        });
  }

  // gevent test__event: TestEventBasics.test_wait_while_notifying
  @Test
  void whoComesWhileOthersAreWoken_doesNotWait() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          List<Integer> results = new ArrayList<>();
          for (int i = 1; i <= 2; i++) {
            int n = i;
            spawn(() -> {
              event.await();
              results.add(n);
            });
          }
          TestHub.awaitAllBlocked();
          event.set();
          event.await();
          results.add(3); // gevent's waits let the first two go before
          TestHub.awaitAllBlocked();
          assertThat(results).containsExactly(3, 1, 2);
        });
  }

  // gevent test__event: TestWait, TestWait_notimeout, TestWait_count1, TestWait_count2
  @ParameterizedTest
  @CsvSource({"10, 1000, 10", "1, 1000, 1", "2, 1000, 2", "10, 4, 4"})
  void waitAny_ofEventsAndResults(int count, int limitMillis, int expected) {
    TestHub.virtual()
        .run(() -> {
          List<Awaitable> things = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            Event event = new Event();
            AsyncResult<String> result = new AsyncResult<>();
            things.add(event);
            things.add(result);
            spawnLater(Duration.ofMillis(2 * i + 1), event::set);
            spawnLater(Duration.ofMillis(2 * i + 1), () -> result.set("value"));
          }
          Duration limit = Duration.ofMillis(limitMillis);
          assertThat(waitAny(things, count, limit)).hasSize(expected);
          sleep(HOUR);
        });
  }

  // gevent: rawlink and unlink
  @Test
  void whenReady_isToldOnce_unlessItIsCut() {
    TestHub.virtual()
        .run(() -> {
          Event event = new Event();
          List<String> told = new ArrayList<>();
          event.whenReady(() -> told.add("a"));
          event.whenReady(() -> told.add("cut")).unlink();
          event.whenReady(() -> told.add("b"));
          event.set();
          event.clear();
          event.set();
          event.whenReady(() -> told.add("at once"));
          assertThat(told).containsExactly("a", "b", "at once");
        });
  }
}
