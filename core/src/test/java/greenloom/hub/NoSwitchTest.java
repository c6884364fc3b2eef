package greenloom.hub;

import static greenloom.Greenloom.noSwitch;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.Greenloom;
import greenloom.sync.Event;
import greenloom.sync.GreenQueue;
import greenloom.testing.TestHub;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Nobody else runs inside of {@code noSwitch}. */
class NoSwitchTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Checks that {@code wait} is refused, before another greenlet could run. */
  private static void assertRefused(String name, VoidBody<Exception> wait) {
    TestHub.virtual()
        .run(() -> {
          boolean[] ran = {false};
          Greenlet<?> other = spawn(() -> ran[0] = true);
          assertThatThrownBy(() -> noSwitch(wait))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("must not switch here")
              .hasMessageContaining(name);
          assertThat(ran[0]).isFalse();
          assertThat(Thread.currentThread().isInterrupted()).isFalse();
          other.join();
          assertThat(ran[0]).isTrue();
        });
  }

  @Test
  void wordsThatWait_areRefused() {
    assertRefused("await Event[1 waiting]", () -> new Event().await());
    assertRefused("await Event", () -> new Event().await(HOUR));
    assertRefused("take GreenQueue", () -> GreenQueue.unbounded().take());
    assertRefused("sleep", () -> sleep(HOUR));
    assertRefused("a yield", Greenloom::yieldNow);
    assertRefused("join", () -> spawn(() -> {}).join());
  }

  @Test
  void waitsOfTheJdk_areRefused() {
    assertRefused("Thread.sleep", () -> Thread.sleep(3_600_000));
    assertRefused("CountDownLatch.await", () -> new CountDownLatch(1).await());
    assertRefused("LockSupport.park", LockSupport::park);
    assertRefused("LinkedBlockingQueue.take", () -> new LinkedBlockingQueue<>().take());
    assertRefused(
        "LinkedBlockingQueue.poll", () -> new LinkedBlockingQueue<>().poll(1, TimeUnit.HOURS));
  }

  @Test
  void lockThatAnotherHas_isRefused_andStaysWhole() {
    TestHub.virtual()
        .run(() -> {
          ReentrantLock lock = new ReentrantLock();
          Greenlet<?> owner =
              spawn(() -> {
                lock.lock();
                sleep(HOUR);
                lock.unlock();
              });
          Greenloom.yieldNow();
          assertThatThrownBy(() -> noSwitch(() -> lock.lock()))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("ReentrantLock.lock");
          assertThat(lock.hasQueuedThreads()).isFalse();
          owner.join();
          noSwitch(() -> lock.lock());
          assertThat(lock.isHeldByCurrentThread()).isTrue();
        });
  }

  @Test
  void bodyThatNeedNotWait_runs() {
    TestHub.virtual()
        .run(() -> {
          Event set = new Event();
          set.set();
          GreenQueue<String> queue = GreenQueue.unbounded();
          String got =
              noSwitch(() -> {
                set.await();
                queue.put("item");
                for (int i = 0; i < 100_000; i++) {
                  set.await(); // nobody is let go first
                }
                return noSwitch(() -> queue.take());
              });
          assertThat(got).isEqualTo("item");
          sleep(HOUR);
        });
  }

  @Test
  void refusalThatIsSwallowed_comesAtTheEnd() {
    TestHub.virtual()
        .run(() ->
            assertThatThrownBy(() -> noSwitch(() -> swallow(() -> new Event().await())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("await Event"));
  }

  private static String swallow(VoidBody<Exception> wait) {
    try {
      wait.run();
      return "waited";
    } catch (Exception e) {
      return "swallowed " + e;
    }
  }

  @Test
  void failureOfTheBody_comesOut() {
    TestHub.virtual()
        .run(() -> {
          assertThatThrownBy(() -> noSwitch(() -> fail("own")))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage("own");
          sleep(HOUR);
        });
  }

  private static Object fail(String message) {
    throw new IllegalArgumentException(message);
  }

  @Test
  void scopeInside_leavesTheOuterOneInForce() {
    TestHub.virtual()
        .run(() ->
            assertThatThrownBy(() ->
                    noSwitch(() -> {
                      noSwitch(() -> {});
                      sleep(HOUR);
                    }))
                .hasMessageContaining("sleep"));
  }

  @Test
  void killThatCameInside_comesOutOfTheNextWait() {
    TestHub.virtual()
        .run(() -> {
          Greenlet<?> victim =
              spawn(() -> {
                noSwitch(() -> Greenlet.current().orElseThrow().killSoon());
                sleep(HOUR);
              });
          victim.join();
          assertThat(victim.killed()).isTrue();
        });
  }

  @Test
  void platformThread_isRefusedOurWords() {
    assertThatThrownBy(() -> noSwitch(() -> new Event().await(HOUR)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("await Event");
    assertThat(spawn(() -> "fine").get()).isEqualTo("fine");
  }
}
