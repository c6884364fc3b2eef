package greenloom.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreenThreadsTest {
  private final MiniHub hub = new MiniHub();
  private final CountingTask task = new CountingTask();
  private final List<Object> trail = new ArrayList<>();

  @Test
  void execute_everySubmission_isTheTask() throws Exception {
    Thread t =
        hub.spawn(
            task,
            () -> {
              Thread.yield();
              LockSupport.parkNanos(1_000_000);
              return null;
            });
    assertThat(task.ended()).isFalse();
    hub.runAll();
    assertThat(hub.submitted).hasSizeGreaterThanOrEqualTo(3).containsOnly(task);
    assertThat(task.thread()).isSameAs(t);
    assertThat(task.ended()).isTrue();
    assertThat(GreenThreads.taskOf(t)).isSameAs(task);
    assertThat(GreenThreads.schedulerOf(t)).isSameAs(hub);
    assertThat(t.getName()).isEqualTo("green");
  }

  @Test
  void taskOf_otherThreads_isNull() throws Exception {
    Thread virtual = Thread.ofVirtual().start(() -> {});
    assertThat(GreenThreads.taskOf(virtual)).isNull();
    assertThat(GreenThreads.taskOf(Thread.currentThread())).isNull();
    assertThat(GreenThreads.schedulerOf(Thread.currentThread())).isNull();
    assertThatThrownBy(new CountingTask()::thread).isInstanceOf(IllegalStateException.class);
    virtual.join();
  }

  @Test
  void resolve_threadsOfForeignCode_areAdoptedOnce() throws Exception {
    Thread[] foreign = new Thread[1];
    hub.spawn(
        task,
        () -> {
          foreign[0] =
              Thread.startVirtualThread(() -> {
                Thread.yield();
                trail.add(GreenThreads.taskOf(Thread.currentThread()));
              });
          foreign[0].join();
          return null;
        });
    hub.runAll();
    assertThat(hub.adopted).containsExactly(foreign[0]);
    assertThat(trail.getFirst()).isInstanceOf(CountingTask.class).isNotSameAs(task);
    assertThat(((CountingTask) trail.getFirst()).continued).isEqualTo(1);
    assertThat(((CountingTask) trail.getFirst()).ended()).isTrue();
  }

  @Test
  void resolve_notAThread_isRunAsItIs() {
    GreenTask plain = GreenThreads.resolve(() -> trail.add("ran"), t -> new CountingTask());
    plain.run();
    assertThat(trail).containsExactly("ran");
  }

  @Test
  void onContinue_throws_comesOutOfTheWait() throws Exception {
    Error signal = new Error("signal");
    task.atContinue =
        () -> {
          task.atContinue = () -> {};
          throw signal;
        };
    Thread t =
        hub.spawn(
            task,
            () -> {
              assertThatThrownBy(LockSupport::park).isSameAs(signal);
              LockSupport.park();
              return null;
            });
    hub.runReady();
    assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.PARKED);
    LockSupport.unpark(t);
    hub.runReady();
    LockSupport.unpark(t);
    hub.runAll();
    assertThat(task.continued).isEqualTo(2);
    assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.TERMINATED);
  }

  @Test
  void onContinue_waitInNestedBodies_calledOnceInTheInnermost() throws Exception {
    Error signal = new Error("signal");
    Thread t =
        hub.spawn(
            task,
            () -> {
              RawContinuation outer =
                  new RawContinuation(() ->
                      new RawContinuation(
                              () -> assertThatThrownBy(LockSupport::park).isSameAs(signal))
                          .resume());
              outer.resume();
              trail.add(outer.done());
              return null;
            });
    hub.runReady();
    task.atContinue =
        () -> {
          throw signal;
        };
    LockSupport.unpark(t);
    hub.runAll();
    assertThat(task.continued).isEqualTo(1);
    assertThat(trail).containsExactly(true);
  }

  /** A suspension that unwinds an inner body is no wait, and must not leave the hooks silent. */
  @Test
  void onContinue_afterAnInnerBodyWasUnwound_stillCalled() throws Exception {
    Thread t =
        hub.spawn(
            task,
            () -> {
              RawContinuation[] outer = new RawContinuation[1];
              outer[0] =
                  new RawContinuation(() -> new RawContinuation(() -> outer[0].suspend()).resume());
              outer[0].resume();
              assertThat(task.continued).isZero();
              LockSupport.park();
              assertThat(task.continued).isEqualTo(1);
              outer[0].resume();
              assertThat(outer[0].done()).isTrue();
              return null;
            });
    hub.runReady();
    LockSupport.unpark(t);
    hub.runAll();
    assertThat(task.continued).isEqualTo(1);
  }

  static final class ParksWhenLoaded {
    static final boolean DONE = park();

    private static boolean park() {
      LockSupport.park();
      return true;
    }
  }

  private void unparkedFromOutside(Runnable load) throws Exception {
    Thread[] t = new Thread[1];
    task.atPinned =
        () -> {
          trail.add(task.unpinned);
          Thread.ofPlatform().start(() -> LockSupport.unpark(t[0]));
        };
    t[0] =
        hub.spawn(
            task,
            () -> {
              load.run();
              LockSupport.parkNanos(1_000_000); // later waits are none the worse
              return null;
            });
    hub.runAll();
    assertThat(task.pinned).isEqualTo(1);
    assertThat(task.unpinned).isEqualTo(1);
    assertThat(trail).containsExactly(0);
  }

  @Test
  void onPinned_waitInAClassInitialiser_calledAndWoken() throws Exception {
    unparkedFromOutside(() -> assertThat(ParksWhenLoaded.DONE).isTrue());
  }

  static final class ParksInABody {
    static final boolean DONE = park();

    private static boolean park() {
      RawContinuation c = new RawContinuation(LockSupport::park);
      c.resume();
      return c.done();
    }
  }

  @Test
  void onPinned_waitInABodyBelowAClassInitialiser_calledAndWoken() throws Exception {
    unparkedFromOutside(() -> assertThat(ParksInABody.DONE).isTrue());
  }

  static final class ParksInLoadedBody {
    static final boolean DONE = park();

    private static boolean park() {
      LockSupport.park();
      return true;
    }
  }

  @Test
  void onPinned_classInitialiserInABody_calledAndWoken() throws Exception {
    unparkedFromOutside(() -> {
      RawContinuation c = new RawContinuation(() -> assertThat(ParksInLoadedBody.DONE).isTrue());
      c.resume();
      assertThat(c.done()).isTrue();
    });
  }

  static final class ParksForATime {
    static final boolean DONE = park();

    private static boolean park() {
      LockSupport.parkNanos(2_000_000);
      return true;
    }
  }

  @Test
  void onPinned_timedWait_endsByItself() throws Exception {
    hub.spawn(task, () -> ParksForATime.DONE);
    hub.runAll();
    assertThat(task.pinned).isEqualTo(1);
    assertThat(task.unpinned).isEqualTo(1);
  }

  @Test
  void phase_throughALife_tellsWhatItWaitsFor() throws Exception {
    Object monitor = new Object();
    Thread t =
        hub.make(
            task,
            () -> {
              trail.add(GreenThreads.phase(Thread.currentThread()));
              LockSupport.park();
              synchronized (monitor) {
                monitor.wait();
              }
              return null;
            });
    assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.NEW);
    t.start();
    hub.runReady();
    assertThat(trail).containsExactly(ThreadPhase.RUNNABLE);
    assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.PARKED);
    LockSupport.unpark(t);
    hub.runReady();
    assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.MONITOR_WAIT);
    synchronized (monitor) {
      monitor.notifyAll();
    }
    hub.runAll();
    assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.TERMINATED);
  }

  /**
   * Has {@code t} stand at a monitor that another thread holds, and released after {@code then}.
   */
  private void atAHeldMonitor(Thread t, Object monitor, Runnable then) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(() -> {
              synchronized (monitor) {
                held.countDown();
                try {
                  release.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    held.await();
    t.start();
    hub.runReady();
    then.run();
    release.countDown();
    hub.runAll();
    holder.join();
  }

  private Thread enters(Object monitor) {
    return hub.make(
        task,
        () -> {
          synchronized (monitor) {
            return trail.add("in");
          }
        });
  }

  @Test
  void phase_atAMonitor_isMonitorEnter() throws Exception {
    Object monitor = new Object();
    Thread t = enters(monitor);
    atAHeldMonitor(
        t, monitor, () -> assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.MONITOR_ENTER));
  }

  @Test
  void unblock_whileTheMonitorIsHeld_isATryInVain() throws Exception {
    Object monitor = new Object();
    Thread t = enters(monitor);
    atAHeldMonitor(
        t,
        monitor,
        () -> {
          assertThat(GreenThreads.heir(t)).isFalse();
          assertThat(GreenThreads.unblock(t)).isTrue();
          assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.MONITOR_RETRY);
          assertThat(GreenThreads.unblock(t)).as("once").isFalse();
          task.run();
          assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.MONITOR_ENTER);
          assertThat(trail).isEmpty();
        });
    assertThat(trail).containsExactly("in");
  }

  @Test
  void unblock_inAnyOtherWait_isRefused() throws Exception {
    Object monitor = new Object();
    Thread t =
        hub.spawn(
            task,
            () -> {
              LockSupport.park();
              synchronized (monitor) {
                monitor.wait();
              }
              return null;
            });
    assertThat(GreenThreads.unblock(t)).as("not begun").isFalse();
    hub.runReady();
    assertThat(GreenThreads.unblock(t)).as("parked").isFalse();
    LockSupport.unpark(t);
    hub.runReady();
    assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.MONITOR_WAIT);
    assertThat(GreenThreads.unblock(t)).as("waits").isFalse();
    synchronized (monitor) {
      monitor.notifyAll();
      assertThat(GreenThreads.phase(t)).isEqualTo(ThreadPhase.MONITOR_ENTER);
    }
    hub.runAll();
    assertThat(GreenThreads.unblock(t)).as("ended").isFalse();
  }

  @Test
  void group_inAThreadDump_hasItsNameAndThreads(@TempDir Path folder) throws Exception {
    Thread t =
        hub.make(
            task,
            () -> {
              LockSupport.park();
              return null;
            });
    var group = new GreenThreads.Group("greenloom-test-group", () -> Stream.of(t));
    group.start(t);
    hub.runReady();
    String during = dump(folder.resolve("during.json"));
    assertThat(during).contains("greenloom-test-group", "\"" + t.threadId() + "\"");
    LockSupport.unpark(t);
    hub.runAll();
    group.close();
    assertThat(dump(folder.resolve("after.json"))).doesNotContain("greenloom-test-group");
  }

  private static String dump(Path file) throws Exception {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
    return Files.readString(file);
  }

  @Test
  void features_onThisJdk_areAllThere() {
    Jdk.preparePollers();
    assertThat(Jdk.features())
        .isEqualTo(
            new Features(
                "sun.reflect.ReflectionFactory",
                true,
                true,
                true,
                true,
                true,
                true,
                Features.EPOLL));
  }

  @Test
  void atThreadEnd_platformThread_runsInIt() throws Exception {
    Thread t =
        Thread.ofPlatform()
            .start(() -> trail.add(Jdk.atThreadEnd(() -> trail.add(Thread.currentThread()))));
    t.join();
    assertThat(trail).containsExactly(true, t);
  }

  @Test
  void atThreadEnd_virtualThread_isRefused() throws Exception {
    Thread.ofVirtual().start(() -> trail.add(Jdk.atThreadEnd(() -> {}))).join();
    assertThat(trail).containsExactly(false);
  }

  @Test
  void carrier_ofAGreenThread_isWhoRunsTheHub() throws Exception {
    hub.spawn(task, () -> trail.add(Carrier.current()));
    hub.runAll();
    assertThat(trail).containsExactly(Thread.currentThread());
    assertThat(Carrier.current()).isSameAs(Thread.currentThread());
  }

  @Test
  void atRoot_inAGreenThread_isRefused() throws Exception {
    hub.spawn(
        task,
        () -> {
          assertThatThrownBy(() -> Carrier.atRoot(() -> {}))
              .isInstanceOf(IllegalStateException.class);
          return null;
        });
    hub.runAll();
  }

  @Test
  void carrierPark_unparkedOrTimed_returns() {
    Carrier.unpark(Thread.currentThread());
    Carrier.park(0);
    Carrier.park(1);
  }

  @Test
  void onInterrupt_byAnotherThread_isTold() throws Exception {
    Thread me = Thread.currentThread();
    Carrier.onInterrupt(() -> trail.add(Thread.currentThread()));
    Thread other = Thread.ofPlatform().unstarted(me::interrupt);
    try {
      other.start();
      while (other.isAlive()) {
        Thread.onSpinWait();
      }
      assertThat(trail).containsExactly(other);
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      Carrier.onInterrupt(null);
    }
    me.interrupt();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(trail).hasSize(1);
  }
}
