package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.hub.KillPoint.Frame;
import greenloom.testing.TestHub;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to wait in the JDK: what is decided there, and what a kill then does. */
class KillPointIT {
  static Stream<Supplier<JdkWait>> waits() {
    return Stream.concat(JdkWaits.parks(), JdkWaits.monitors());
  }

  /** What became of a killed thread. */
  private static final class Victim {
    GreenThread thread;
    Throwable end;
    Throwable unmasked;
    boolean returned;
    boolean flagAfterwards;

    void run(VoidBody<Exception> op) {
      try {
        op.run();
        returned = true;
        Hub.yieldNow(); // a kill that is still on its way comes out of the next wait
      } catch (Throwable e) {
        end = e;
        unmasked = GreenThread.current().unmask(e);
      }
      flagAfterwards = Thread.currentThread().isInterrupted();
    }

    static Victim of(JdkWait wait) {
      Victim v = new Victim();
      v.thread = JdkWait.spawnUntilItWaits(wait.name(), () -> v.run(wait.op()));
      return v;
    }
  }

  @ParameterizedTest
  @MethodSource("waits")
  void decide_recordedStack(Supplier<JdkWait> way) {
    TestHub.real()
        .run(() -> {
          JdkWait wait = way.get();
          Victim v = Victim.of(wait);
          List<Frame> stack = frames(v.thread.thread());
          assertThat(KillPoint.decide(stack)).as("%s", stack).isEqualTo(wait.point());
          assertThat(byTypes(stack)).as("%s", stack).isIn(wait.point(), null);
          v.thread.deliver(new GreenletExit());
          JdkWait.assertEnds(v.thread);
          wait.check().run();
        });
  }

  /** Somebody else looks the same host name up, or reads the same socket. */
  @ParameterizedTest
  @ValueSource(strings = {"java.net.InetAddress$NameServiceAddresses", "sun.nio.ch.NioSocketImpl"})
  void decide_behindAnother_throws(String type) {
    List<Frame> stack =
        List.of(
            new Frame("java.util.concurrent.locks.LockSupport", "park"),
            new Frame("java.util.concurrent.locks.AbstractQueuedSynchronizer", "acquire"),
            new Frame("java.util.concurrent.locks.ReentrantLock$Sync", "lock"),
            new Frame("java.util.concurrent.locks.ReentrantLock", "lock"),
            new Frame(type, "get"),
            new Frame("java.net.Any", "caller"));
    assertThat(KillPoint.decide(stack)).isEqualTo(KillPoint.THROW);
    assertThat(KillPoint.decide(stack.subList(0, 4))).isEqualTo(KillPoint.THROW);
  }

  /** What needs no look at methods. */
  @Test
  void byTypes_ofTheUsersOwnParkOrAtASocket_isEnough() {
    Frame hook = new Frame("greenloom.jdk.Hooked25", "onContinue");
    Frame park = new Frame("java.util.concurrent.locks.LockSupport", "park");
    Frame poll = new Frame("sun.nio.ch.Poller", "poll");
    Frame read = new Frame("sun.nio.ch.NioSocketImpl", "read");
    Frame tls = new Frame("sun.security.ssl.SSLSocketInputRecord", "read");
    Frame user = new Frame("user.Program", "main");
    assertThat(byTypes(List.of(hook, park, user))).isEqualTo(KillPoint.THROW);
    assertThat(byTypes(List.of(hook, park, poll, read, user))).isEqualTo(KillPoint.THROW);
    assertThat(byTypes(List.of(hook, park, poll, read, tls, user)))
        .isEqualTo(KillPoint.SOCKET_TIMEOUT);
    assertThat(byTypes(List.of(hook, user))).isEqualTo(KillPoint.LATER);
    assertThat(byTypes(List.of(hook, park))).isEqualTo(KillPoint.LATER);
    assertThat(byTypes(atLockOf("NioSocketImpl", "read"))).isNull();
  }

  private static KillPoint byTypes(List<Frame> stack) {
    return KillPoint.byTypes(stack.stream().map(Frame::type));
  }

  /** Somebody else uses the same socket. */
  @Test
  void decide_behindAnotherAtASocket_throws_unlessItIsBeingClosed() {
    assertThat(KillPoint.decide(atLockOf("NioSocketImpl", "read"))).isEqualTo(KillPoint.THROW);
    assertThat(KillPoint.decide(atLockOf("SocketChannelImpl", "kill")))
        .isEqualTo(KillPoint.INTERRUPT);
    assertThat(KillPoint.decide(atLockOf("SocketChannelImpl", "implCloseNonBlockingMode")))
        .isEqualTo(KillPoint.INTERRUPT);
    assertThat(KillPoint.decide(atLockOf("FileChannelImpl", "read")))
        .isEqualTo(KillPoint.INTERRUPT);
    List<Frame> inTls = new ArrayList<>(atLockOf("NioSocketImpl", "read"));
    inTls.add(new Frame("sun.security.ssl.SSLSocketInputRecord", "read"));
    assertThat(KillPoint.decide(inTls)).isEqualTo(KillPoint.SOCKET_TIMEOUT);
  }

  private static List<Frame> atLockOf(String type, String method) {
    return List.of(
        new Frame("java.util.concurrent.locks.LockSupport", "park"),
        new Frame("java.util.concurrent.locks.AbstractQueuedSynchronizer", "acquire"),
        new Frame("java.util.concurrent.locks.ReentrantLock$Sync", "lock"),
        new Frame("java.util.concurrent.locks.ReentrantLock", "lock"),
        new Frame("sun.nio.ch." + type, method),
        new Frame("user.Program", "main"));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void kill_endsTheWait_andLeavesTheThingIntact(Supplier<JdkWait> way) {
    TestHub.real()
        .run(() -> {
          JdkWait wait = way.get();
          GreenletExit kill = new GreenletExit();
          Victim v = Victim.of(wait);
          v.thread.deliver(kill);
          JdkWait.assertEnds(v.thread);
          if (wait.ends() == null) {
            assertThat(v.returned).isTrue();
          } else {
            assertThat(v.end).isInstanceOf(wait.ends());
          }
          assertThat(v.unmasked).isSameAs(kill);
          assertThat(v.flagAfterwards).isFalse();
          wait.check().run();
        });
  }

  @ParameterizedTest
  @MethodSource("waits")
  void timeLimit_endsTheWait_andLeavesTheThingIntact(Supplier<JdkWait> way) {
    TestHub.real()
        .run(() -> {
          JdkWait wait = way.get();
          Victim v = new Victim();
          v.thread = JdkWait.spawn("limited", () -> v.run(() -> limited(wait)));
          JdkWait.assertEnds(v.thread);
          assertThat(v.end).isInstanceOf(TimeoutExpired.class);
          assertThat(v.flagAfterwards).isFalse();
          wait.check().run();
        });
  }

  private static void limited(JdkWait wait) throws Exception {
    TimeLimit.call(
        java.time.Duration.ofMillis(1),
        () -> {
          wait.op().run();
          Hub.yieldNow();
          return null;
        });
  }

  @Test
  void kill_awaitUninterruptibly_onlyAfterIt() {
    TestHub.real()
        .run(() -> {
          ReentrantLock lock = new ReentrantLock();
          Condition condition = lock.newCondition();
          GreenletExit kill = new GreenletExit();
          Victim v =
              Victim.of(JdkWait.thrown("uninterruptibly", () -> awaitDeaf(lock, condition), null));
          v.thread.deliver(kill);
          Hub.current().awaitAllBlocked();
          assertThat(v.returned).isFalse();
          lock.lock();
          condition.signal();
          lock.unlock();
          JdkWait.assertEnds(v.thread);
          assertThat(v.returned).isTrue();
          assertThat(v.unmasked).isSameAs(kill);
          JdkWaits.assertSignalArrives(lock, condition);
        });
  }

  private static void awaitDeaf(ReentrantLock lock, Condition condition) {
    lock.lock();
    try {
      condition.awaitUninterruptibly();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void kill_contendedMonitor_onlyAfterEntering() {
    TestHub.real()
        .run(() -> {
          Object monitor = new Object();
          CountDownLatch leave = new CountDownLatch(1);
          GreenThread owner =
              JdkWait.spawnUntilItWaits(
                  "owner",
                  () -> {
                    synchronized (monitor) {
                      leave.await();
                    }
                  });
          boolean[] entered = {false};
          GreenletExit kill = new GreenletExit();
          Victim v = Victim.of(JdkWait.thrown("enter", () -> enter(monitor, entered), null));
          v.thread.deliver(kill);
          Hub.current().awaitAllBlocked();
          assertThat(v.end).isNull();
          leave.countDown();
          JdkWait.assertEnds(v.thread);
          assertThat(entered[0]).isTrue();
          assertThat(v.unmasked).isSameAs(kill);
          JdkWait.assertEnds(owner);
        });
  }

  private static void enter(Object monitor, boolean[] entered) {
    synchronized (monitor) {
      entered[0] = true;
    }
  }

  @Test
  void decide_insideATlsRecord_socketTimeout() {
    List<Frame> stack =
        List.of(
            new Frame("java.lang.VirtualThread", "park"),
            new Frame("java.util.concurrent.locks.LockSupport", "park"),
            new Frame("sun.nio.ch.Poller", "poll"),
            new Frame("sun.nio.ch.NioSocketImpl", "read"),
            new Frame("sun.security.ssl.SSLSocketInputRecord", "read"),
            new Frame("sun.security.ssl.SSLSocketImpl", "readApplicationRecord"),
            new Frame("user.Program", "main"));
    assertThat(KillPoint.decide(stack)).isEqualTo(KillPoint.SOCKET_TIMEOUT);
    List<Frame> plain = new ArrayList<>(stack);
    plain.removeIf(f -> f.type().contains(".ssl."));
    assertThat(KillPoint.decide(plain)).isEqualTo(KillPoint.THROW);
  }

  @Test
  void decide_noWait_later() {
    assertThat(KillPoint.decide(List.of())).isEqualTo(KillPoint.LATER);
    assertThat(KillPoint.decide(List.of(new Frame("user.Program", "main"))))
        .isEqualTo(KillPoint.LATER);
  }

  @Test
  void unmask_interruptionOfItsOwn_staysWhatItIs() {
    TestHub.virtual()
        .run(() -> {
          InterruptedIOException own = new InterruptedIOException();
          assertThat(GreenThread.current().unmask(own)).isSameAs(own);
        });
  }

  private static List<Frame> frames(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .map(f -> new Frame(f.getClassName(), f.getMethodName()))
        .toList();
  }
}
