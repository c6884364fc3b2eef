package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.jdkwaits.Philosopher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Circles at locks and monitors of the JDK, asked for from outside of the hub. */
@Timeout(60)
class WaitGraphIT {
  private final Hub hub = Hub.setup("stuck").daemon().closeWithin(Duration.ofMillis(10)).start();
  private final CountDownLatch both = new CountDownLatch(2);

  @AfterEach
  void close() {
    try (Logged log = new Logged()) { // that some cannot be killed is known
      hub.close();
      assertThat(log.records()).hasSizeLessThanOrEqualTo(1);
    }
  }

  private List<DeadlockCycle> found() throws InterruptedException {
    long until = System.nanoTime() + JdkWait.SOON.toNanos();
    List<DeadlockCycle> found = hub.findDeadlocks();
    while (found.isEmpty() && System.nanoTime() - until < 0) {
      Thread.sleep(1);
      found = hub.findDeadlocks();
    }
    return found;
  }

  @Test
  void locksOfTheJdk_areFoundWithTheirOwners() throws Exception {
    ReentrantLock left = new ReentrantLock();
    ReentrantLock right = new ReentrantLock();
    hub.spawn("socrates", () -> Philosopher.locks(left, both, right));
    hub.spawn("plato", () -> Philosopher.locks(right, both, left));
    DeadlockCycle circle = found().getFirst();
    assertThat(circle.threads())
        .extracting(GreenThread::name)
        .containsExactlyInAnyOrder("socrates", "plato");
    assertThat(circle.picture())
        .contains("lock of ReentrantLock@", "at " + Philosopher.class.getName() + ".locks");
  }

  @Test
  void monitors_areFoundWithTheirOwners() throws Exception {
    Object left = new Object();
    Object right = new Object();
    hub.spawn("socrates", () -> Philosopher.enters(left, both, right));
    hub.spawn("plato", () -> Philosopher.enters(right, both, left));
    DeadlockCycle circle = found().getFirst();
    assertThat(circle.threads())
        .extracting(GreenThread::name)
        .containsExactlyInAnyOrder("socrates", "plato");
    assertThat(circle.picture()).contains("monitor of Object@");
  }

  /** In a JVM of its own, because a look at a thread that goes on meanwhile may crash it. */
  @Test
  void manyLooks_whileMonitorsGoFromHandToHand_findNothingAndHarmNobody() throws Exception {
    Child.java(List.of("-cp", Child.classPath(), "greenloom.programs.LooksForCircles", "1000"))
        .assertSays("circles 0, all have ended true");
  }

  @Test
  void watchdog_saysItOnce() throws Exception {
    try (Logged log = new Logged()) {
      locksOfTheJdk_areFoundWithTheirOwners();
      log.awaitRecord();
      Thread.sleep(2_500); // time enough for two more looks
      assertThat(log.messages())
          .singleElement()
          .asString()
          .startsWith("deadlock on hub stuck: ")
          .contains("socrates", "plato", "  +-----+");
    }
  }
}
