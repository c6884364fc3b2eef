package greenloom;

import static greenloom.Greenloom.inCompletionOrder;
import static greenloom.Greenloom.joinAllOrThrow;
import static greenloom.Greenloom.killAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.waitAny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.hub.DeadlockException;
import greenloom.hub.Hub;
import greenloom.sync.AsyncResult;
import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.sync.GreenSemaphore;
import greenloom.testing.NothingLeft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits that nobody can ever end are told to the platform thread that waits. */
@ExtendWith(NothingLeft.class)
class DeadlockTest {
  private static final Duration MOMENT = Duration.ofMillis(10);

  /** Checks that {@code wait} is found to be for ever, and that the hub can be used afterwards. */
  private static String messageOf(ThrowingCallable wait) {
    DeadlockException[] found = new DeadlockException[1];
    assertThatThrownBy(wait).isInstanceOfSatisfying(DeadlockException.class, e -> found[0] = e);
    assertThat(spawn(() -> "usable").get()).isEqualTo("usable");
    sleep(MOMENT);
    return found[0].getMessage();
  }

  // gevent test__queue: test_peek_empty
  @Test
  void threadThatWaitsOnAnEmptyQueue_isTold() {
    GreenQueue<String> q = GreenQueue.unbounded();
    assertThat(messageOf(q::take)).contains("take GreenQueue[0 items, 1 taking, 0 putting]");
    q.put("still good");
    assertThat(q.take()).isEqualTo("still good");
  }

  @Test
  void eachWordThatWaits_isPartOfIt() {
    GreenQueue<String> full = GreenQueue.bounded(1);
    full.put("item");
    assertThat(messageOf(() -> full.put("more"))).contains("put GreenQueue");
    assertThat(messageOf(() -> new Event().await())).contains("await Event[1 waiting]");
    assertThat(messageOf(() -> new AsyncResult<String>().get())).contains("get AsyncResult");
    assertThat(messageOf(() -> new GreenSemaphore(0).acquire())).contains("acquire GreenSemaphore");
    assertThat(messageOf(() -> waitAny(List.of(new Event(), new Event()), 1, null)))
        .contains("any of");
    assertThat(messageOf(() -> inCompletionOrder(List.of(new Event())).iterator().next()))
        .contains("any of");
  }

  @Test
  void circle_isToldWithAllWhoWait() {
    List<Greenlet<?>> both = new ArrayList<>();
    both.add(spawn(() -> both.get(1).join()).named("alice"));
    both.add(spawn(() -> both.get(0).join()).named("bob"));
    String message = messageOf(() -> both.get(0).join());
    assertThat(message)
        .contains("alice: join bob[RUNNING]")
        .contains("bob: join alice[RUNNING]")
        .contains("thread " + Thread.currentThread().getName() + ": join alice")
        .contains("wait in a circle:", "  +-> ", "| join alice[RUNNING], for ", "  +-----+");
    assertThat(messageOf(() -> joinAllOrThrow(both))).contains("any of");
    killAll(both);
  }

  @Test
  void mainOfAProgram_isToldWhenItsGreenletsAreStuck() {
    Event never = new Event();
    List<Greenlet<?>> stuck = new ArrayList<>();
    String message =
        messageOf(() ->
            Greenloom.run(() -> {
              stuck.add(Greenlet.current().orElseThrow());
              never.await();
            }));
    assertThat(message).contains("await Event").contains("join");
    killAll(stuck);
  }

  @Test
  void poolAndGroup_arePartOfIt() {
    Event never = new Event();
    Pool pool = new Pool(1);
    pool.spawn(() -> never.await());
    assertThat(messageOf(() -> pool.spawn(() -> {}))).contains("acquire GreenSemaphore[0 free");
    assertThat(messageOf(pool::join)).contains("await Event");
    pool.kill();
  }

  @Test
  void foundTwice_isToldTwice() {
    Event never = new Event();
    for (int i = 0; i < 3; i++) {
      assertThat(messageOf(never::await)).contains("await Event[1 waiting]");
    }
  }

  @Test
  void manyGreenlets_areLookedAtAfterAWhile() {
    Event never = new Event();
    List<Greenlet<?>> stuck = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      stuck.add(spawn(() -> never.await()));
    }
    assertThat(messageOf(never::await)).contains("201 waiting");
    killAll(stuck);
  }

  @Test
  void runningTimer_holdsItUp() {
    Event event = new Event();
    spawn(() -> {
      sleep(MOMENT);
      event.set();
    });
    event.await();
    assertThat(new Event().await(MOMENT)).isFalse();
  }

  @Test
  void hold_holdsItUp_untilItIsClosed() {
    Event never = new Event();
    Hub.Hold hold = Hub.current().keepOpen();
    spawn(() -> {
      sleep(MOMENT);
      hold.close();
      hold.close();
    });
    assertThat(messageOf(never::await)).contains("await Event");
  }
}
