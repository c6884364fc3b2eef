package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A platform thread that runs its own hub while it waits. */
@Timeout(20)
class RootTest {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final List<Object> log = new ArrayList<>();
  private final Hub hub = Hub.current();

  @AfterEach
  void noInterruptLeft() {
    assertThat(Thread.interrupted()).isFalse();
    Hub.yieldNow();
    assertThat(hub.threads()).isEmpty();
  }

  @Test
  void yieldNow_runsThoseThatAreReady_once() {
    hub.spawn("a", () -> logTwice("a"));
    hub.spawn("b", () -> logTwice("b"));
    assertThat(log).isEmpty();
    Hub.yieldNow();
    assertThat(log).containsExactly("a1", "b1");
    Hub.yieldNow();
    assertThat(log).containsExactly("a1", "b1", "a2", "b2");
  }

  private void logTwice(String name) {
    log.add(name + 1);
    Hub.yieldNow();
    log.add(name + 2);
  }

  @Test
  void turn_likeThatOfAnyOther() {
    Waiter w = Waiter.here(this, "wait", new Guard());
    hub.spawn(
        "a",
        () -> {
          w.wake(null);
          log.add("a");
        });
    hub.spawn("b", () -> log.add("b"));
    w.await(); // becomes ready behind b
    log.add("root");
    assertThat(log).containsExactly("a", "b", "root");
  }

  @Test
  void turn_wokenFromOutsideBeforeItWaited_doesNotComeEarlyNextTime() throws Exception {
    Waiter first = Waiter.here(this, "wait", null);
    Thread.ofPlatform().start(() -> first.wake(null)).join();
    first.await();
    Waiter second = Waiter.here(this, "wait", null);
    hub.arm(0, () -> hub.spawn("a", () -> log.add("a")));
    hub.arm(1, () -> second.wake(null));
    second.await();
    assertThat(log).containsExactly("a");
  }

  @Test
  void await_interruptedAfterACallbackThatWaits_cancelled() {
    Thread me = Thread.currentThread();
    List<Throwable> reported = new ArrayList<>();
    hub.onFailure((what, e) -> reported.add(e));
    hub.arm(0, Hub::yieldNow);
    hub.arm(1, () -> hub.spawn("interrupter", me::interrupt));
    assertThatThrownBy(() -> Waiter.here(this, "wait", null).await())
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(reported).hasSize(1);
  }

  @Test
  void yieldNow_afterTwoReasonsToWakeUp_stillLetsAllOthersGoFirst() {
    Duration limit = Duration.ofMillis(1);
    for (int i = 0; i < 3; i++) {
      Waiter w = Waiter.here(this, "wait", null);
      hub.arm(
          0,
          () -> {
            w.wake(null);
            hub.root().deliver(new IllegalStateException("late"));
          });
      w.await(limit);
      assertThatThrownBy(() -> Hub.sleep(limit)).hasMessage("late");
      hub.spawn("other", () -> log.add("other"));
      Hub.yieldNow();
      assertThat(log).containsExactly("other");
      log.clear();
    }
  }

  @Test
  void yieldNow_interrupted_letsOthersRunAndKeepsTheFlag() {
    hub.spawn("other", () -> log.add("other"));
    Thread.currentThread().interrupt();
    Hub.yieldNow();
    assertThat(log).containsExactly("other");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void await_interruptedBefore_cancelledWithTheFlagSet() {
    Thread.currentThread().interrupt();
    Waiter w = Waiter.here(this, "wait", null);
    assertThatThrownBy(w::await).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(w.wake("late")).isFalse();
  }

  @Test
  void await_wokenBefore_returnsThoughInterrupted() {
    Waiter w = Waiter.here(this, "wait", null);
    w.wake("value");
    Thread.currentThread().interrupt();
    assertThat(w.await()).isTrue();
    assertThat(w.value()).isEqualTo("value");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void await_interruptedWhileAGreenThreadRuns_cancelledWithTheFlagSet() {
    Thread me = Thread.currentThread();
    Waiter w = Waiter.here(this, "wait", null);
    hub.spawn(
        "interrupter",
        () -> {
          me.interrupt();
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
          for (int i = 0; i < 3; i++) {
            Thread.yield();
          }
          log.add("done");
        });
    assertThatThrownBy(w::await).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    while (log.isEmpty()) {
      Hub.yieldNow();
    }
  }

  @Test
  void call_interrupted_cancelledWithTheFlagSet() {
    Thread me = Thread.currentThread();
    assertThatThrownBy(() ->
            Hub.setup("inner")
                .call(() -> {
                  me.interrupt();
                  Thread.sleep(60_000);
                  return null;
                }))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void call_interruptedBefore_cancelledWithTheFlagSet() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Hub.setup("inner").call(() -> 1))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void call_insideAThreadWithAHub_restoresIt() {
    Waiter w = Waiter.here(this, "wait", new Guard());
    Hub inner =
        Hub.setup("inner")
            .call(() -> {
              w.wake("from inside");
              return Hub.current();
            });
    assertThat(inner).isNotSameAs(hub);
    assertThat(inner.threads()).isEmpty();
    assertThat(Hub.current()).isSameAs(hub);
    w.await();
    assertThat(w.value()).isEqualTo("from inside");
  }

  @Test
  void call_bodyFails_thrownAsItIsAndTheHubRestored() {
    Exception failure = new Exception("checked");
    assertThatThrownBy(() ->
            Hub.setup("inner")
                .call(() -> {
                  throw failure;
                }))
        .isSameAs(failure);
    assertThat(Hub.current()).isSameAs(hub);
  }

  @Test
  void call_leavesThreadsBehind_killsThem() {
    Hub.setup("inner")
        .clock(new VirtualClock())
        .call(() -> {
          JdkWait.spawn("left", this::logTheEnd);
          Hub.yieldNow();
          return null;
        });
    assertThat(log).singleElement().isInstanceOf(GreenletExit.class);
  }

  private void logTheEnd() {
    try {
      Hub.sleep(Duration.ofDays(1));
    } catch (GreenletExit e) {
      log.add(e);
      throw e;
    }
  }

  @Test
  void call_inAGreenThread_refused() {
    Hub.setup("outer")
        .call(() -> {
          assertThatThrownBy(() -> Hub.setup("inner").call(() -> 1))
              .isInstanceOf(IllegalStateException.class);
          return null;
        });
  }

  @Test
  void close_ofTheThreadsOwnHub_refused() {
    assertThatThrownBy(hub::close).isInstanceOf(IllegalStateException.class);
  }
}
