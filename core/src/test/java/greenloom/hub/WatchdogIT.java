package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.jdk.Carrier;
import greenloom.jdkwaits.Hog;
import greenloom.testing.TestHub;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class WatchdogIT {
  @RegisterExtension final LeakCheck hubs = new LeakCheck();

  @Test
  void hog_reportedOnceWithItsStack_andNotTakenOver() throws Exception {
    Hub hub = hubs.start("slow");
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicBoolean otherRan = new AtomicBoolean();
    try (Logged log = new Logged()) {
      hub.spawn("hog", () -> Hog.spin(begun, stop));
      hub.spawn("other", () -> otherRan.set(true));
      begun.await();
      log.awaitRecord();
      Thread.sleep(300); // time enough for a second one
      assertThat(otherRan).isFalse();
      stop.set(true);
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("hog on hub slow has kept the hub");
      assertThat(log.records().getFirst().getThrown().getStackTrace())
          .anyMatch(f -> f.getClassName().equals(Hog.class.getName()));
    } finally {
      stop.set(true);
    }
    assertThat(hub.stats().seizures()).isZero();
    assertThat(hub.stats().spares()).isZero();
  }

  @Test
  void busyButYielding_notReported() throws Exception {
    Hub hub = hubs.start("polite");
    AtomicBoolean stop = new AtomicBoolean();
    try (Logged log = new Logged()) {
      hub.spawn(
          "yielder",
          () -> {
            while (!stop.get()) {
              Hub.yieldNow();
            }
          });
      Thread.sleep(300);
      stop.set(true);
      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void asleep_notReported() throws Exception {
    Hub hub = hubs.start("idle");
    CountDownLatch end = new CountDownLatch(1);
    try (Logged log = new Logged()) {
      hub.spawn("sleeper", () -> UncheckedFailure.of(() -> await(end)));
      Thread.sleep(300);
      assertThat(log.messages()).isEmpty();
    }
    end.countDown();
  }

  private static Void await(CountDownLatch end) throws InterruptedException {
    end.await();
    return null;
  }

  /** A carrier that sleeps in a way nobody can see is passed over, and takes its place again. */
  @Test
  void sleepInTheMachine_takenOver_andGivenBack() throws Exception {
    Hub hub = hubs.start("seized");
    CountDownLatch leave = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    Object monitor = new Object();
    Thread owner = Thread.ofPlatform().start(() -> hold(monitor, inside, leave));
    inside.await();
    try (Logged log = new Logged()) {
      GreenThread blocked = hub.spawn("blocked", () -> enterBelowNative(monitor));
      CountDownLatch otherRan = new CountDownLatch(1);
      hub.spawn("other", otherRan::countDown);
      otherRan.await();
      assertThat(blocked.thread().isAlive()).isTrue();
      leave.countDown();
      JdkWait.assertEnds(blocked);
      log.awaitRecord();
      assertThat(log.records()).map(LogRecord::getMessage).anyMatch(m -> m.contains("blocked"));
    }
    owner.join();
    assertThat(hub.stats().seizures()).isEqualTo(1);
    GreenThread again = hub.spawn("again", Hub::yieldNow);
    JdkWait.assertEnds(again);
  }

  /** Nobody can tell how long a native call will take: named soon, passed over only later. */
  @Test
  void nativeRead_reportedOnceWithItsStack_andNotTakenOver() throws Exception {
    assumeTrue(OsThread.current().state() != OsThread.State.UNKNOWN, "SKIPPED: nobody tells");
    Hub hub = hubs.start("reading");
    Process cat = new ProcessBuilder("cat").start();
    try (Logged log = new Logged()) {
      GreenThread reader =
          hub.spawn(
              "reader",
              () ->
                  assertThat(UncheckedFailure.<Integer>of(() -> cat.getInputStream().read()))
                      .isEqualTo(-1));
      log.awaitRecord();
      cat.getOutputStream().close();
      JdkWait.assertEnds(reader);
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("reader on hub reading has kept the hub");
      assertThat(log.records().getFirst().getThrown().getStackTrace())
          .anyMatch(f -> f.getMethodName().equals("read"));
    }
    assertThat(hub.stats().seizures()).isZero();
  }

  @Test
  void takenOver_itsThreadMayStillWaitForTheOthers() {
    TestHub.real()
        .run(() -> {
          while (Hub.current().stats().seizures() == 0) {
            Carrier.park(50_000_000);
          }
          Hub.current().awaitAllBlocked();
        });
  }

  private static void hold(Object monitor, CountDownLatch inside, CountDownLatch leave) {
    synchronized (monitor) {
      inside.countDown();
      UncheckedFailure.of(() -> await(leave));
    }
  }

  /** The native frame is a class initialiser's. */
  private static void enterBelowNative(Object monitor) {
    Clinit.body =
        () -> {
          synchronized (monitor) {
            monitor.notifyAll();
          }
        };
    assertThat(Arrays.asList(Clinit.Blocked.VALUE)).containsExactly(15);
  }
}
