package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.testing.TestHub;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Some tests set the JDK's mark of having been chosen themselves. The monitors then take the thread
 * for listed already, so the JDK's unblocker keeps out of the way until the mark is taken off.
 */
@Timeout(30)
class MonitorsTest {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  private final Object monitor = new Object();
  private final List<String> log = new ArrayList<>();

  private static long count(ToLongFunction<HubStats> of) {
    return of.applyAsLong(Hub.current().stats());
  }

  private static void mark(GreenThread t, boolean chosen) throws Exception {
    Class<?> type = t.thread().getClass();
    VarHandle mark =
        MethodHandles.privateLookupIn(type, MethodHandles.lookup())
            .findVarHandle(type, "onWaitingList", boolean.class);
    mark.setVolatile(t.thread(), chosen);
  }

  private static void letTheHubLook() {
    for (int i = 0; i < 100; i++) {
      Hub.yieldNow();
    }
  }

  private void enter() {
    synchronized (monitor) {
      log.add(GreenThread.current().name());
    }
  }

  private void waitOnce() throws InterruptedException {
    synchronized (monitor) {
      monitor.wait();
      log.add(GreenThread.current().name());
    }
  }

  @Test
  void chosen_marked_isUnblockedByTheHub() {
    TestHub.real()
        .run(() -> {
          GreenThread t;
          synchronized (monitor) {
            t = JdkWait.spawnUntilItWaits("t", this::enter);
            mark(t, true);
          }
          letTheHubLook();
          assertThat(log).containsExactly("t");
          assertThat(count(HubStats::unblocked)).isOne();
          assertThat(count(HubStats::monitorWakeups)).isOne();
          assertThat(count(HubStats::monitorHandOvers)).isOne();
          mark(t, false);
        });
  }

  @Test
  void chosen_notOnTheHub_unblockedOnlyWhenTheOwnerLetsGo() {
    TestHub.real()
        .run(() -> {
          GreenThread t;
          synchronized (monitor) {
            t = JdkWait.spawnUntilItWaits("t", this::enter);
            letTheHubLook();
            assertThat(count(HubStats::monitorWakeups)).isZero();
          }
          JdkWait.assertEnds(t); // the JDK may be on its way to it
          assertThat(log).containsExactly("t");
        });
  }

  @Test
  void chosen_inVain_isTriedTwiceAndLeftToTheJdk() {
    TestHub.real()
        .run(() -> {
          GreenThread t;
          synchronized (monitor) {
            t = JdkWait.spawnUntilItWaits("t", this::enter);
            mark(t, true);
            letTheHubLook();
            assertThat(count(HubStats::unblocked)).isEqualTo(2);
            assertThat(count(HubStats::monitorHandOvers)).isZero();
            mark(t, false);
            letTheHubLook();
            mark(t, true);
            letTheHubLook();
            assertThat(count(HubStats::unblocked)).as("chosen anew").isEqualTo(4);
            mark(t, false);
          }
          JdkWait.assertEnds(t);
          assertThat(log).containsExactly("t");
        });
  }

  /** The hub sleeps with a thread that seems to have been chosen, and does not spin. */
  @Test
  void chosen_inVain_theHubSleeps() {
    TestHub.real()
        .run(() -> {
          GreenThread t;
          synchronized (monitor) {
            t = JdkWait.spawnUntilItWaits("t", this::enter);
            mark(t, true);
            long before = count(HubStats::turns);
            Hub.sleep(Duration.ofMillis(50));
            assertThat(count(HubStats::turns) - before).isLessThan(20);
            mark(t, false);
          }
          JdkWait.assertEnds(t);
        });
  }

  @Test
  void waits_marked_isNotWokenWithoutANotify() {
    TestHub.real()
        .run(() -> {
          GreenThread t = JdkWait.spawnUntilItWaits("t", this::waitOnce);
          mark(t, true);
          letTheHubLook();
          assertThat(log).isEmpty();
          assertThat(count(HubStats::monitorWakeups)).isZero();
          mark(t, false);
          synchronized (monitor) {
            monitor.notifyAll();
          }
          JdkWait.assertEnds(t);
        });
  }

  @Test
  void notified_marked_isUnblockedByTheHub() {
    TestHub.real()
        .run(() -> {
          GreenThread t = JdkWait.spawnUntilItWaits("t", this::waitOnce);
          mark(t, true);
          synchronized (monitor) {
            monitor.notifyAll();
          }
          letTheHubLook();
          assertThat(log).containsExactly("t");
          assertThat(count(HubStats::unblocked)).isOne();
          mark(t, false);
        });
  }

  @Test
  void killed_inWait_whileMarked_ends() {
    TestHub.real()
        .run(() -> {
          GreenThread t =
              JdkWait.spawnUntilItWaits(
                  "t",
                  () ->
                      assertThatThrownBy(this::waitOnce).isInstanceOf(InterruptedException.class));
          mark(t, true);
          t.deliver(new GreenletExit());
          JdkWait.assertEnds(t);
          assertThat(count(HubStats::unblocked)).isZero();
          mark(t, false);
        });
  }

  /** A thread at a monitor cannot be stirred; that must not use up the times it is tried. */
  @Test
  void killed_atMonitor_afterManyTries_stillLeavesTheNextWait() {
    TestHub.real()
        .run(() -> {
          GreenThread t;
          synchronized (monitor) {
            t =
                JdkWait.spawnUntilItWaits(
                    "t",
                    () ->
                        assertThatThrownBy(this::waitOnce)
                            .isInstanceOf(InterruptedException.class));
            t.deliver(new GreenletExit());
            for (int i = 0; i < 20; i++) {
              mark(t, true);
              letTheHubLook();
              mark(t, false);
              letTheHubLook();
            }
            assertThat(count(HubStats::unblocked)).isGreaterThan(10);
          }
          JdkWait.assertEnds(t);
        });
  }

  /** Also where the hub looks at the ends only. */
  @Test
  void manyAtOneMonitor_allGetIt_inOrder() {
    TestHub.real()
        .run(() -> {
          List<GreenThread> threads = new ArrayList<>();
          List<String> names = new ArrayList<>();
          synchronized (monitor) {
            for (int i = 0; i < 300; i++) {
              names.add("t" + i);
              threads.add(JdkWait.spawn("t" + i, this::enter));
            }
            Hub.current().awaitAllBlocked();
          }
          for (GreenThread t : threads) {
            JdkWait.assertEnds(t);
          }
          assertThat(log).isEqualTo(names);
          assertThat(count(HubStats::monitorHandOvers)).isEqualTo(300);
        });
  }
}
