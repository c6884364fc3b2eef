package greenloom.net;

import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.waitAny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.hub.Hub;
import greenloom.jdk.Signals;
import greenloom.testing.NothingLeft;
import greenloom.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signals of the operating system; CONT does no harm where nobody takes it. */
@ExtendWith(NothingLeft.class)
@Timeout(60)
class OsSignalIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private static void raise(String name) throws IOException {
    String me = Long.toString(ProcessHandle.current().pid());
    assertThat(Subprocess.start("kill", "-" + name, me).communicate().exit()).isZero();
  }

  @Test
  void arrival_endsTheWait_othersGoOnMeanwhile() {
    TestHub.real()
        .run(() -> {
          try (OsSignal signal = OsSignal.on("CONT")) {
            Greenlet<Boolean> waiter = spawn(() -> signal.await(LONG));
            Hub.current().awaitAllBlocked();
            raise("CONT");
            assertThat(waiter.get()).isTrue();
            assertThat(signal.ready()).isFalse();
          }
        });
  }

  @Test
  void arrival_whileNobodyWaits_isKept_andSeenByAllWhoTookIt() {
    TestHub.real()
        .run(() -> {
          try (OsSignal one = OsSignal.on("CONT");
              OsSignal other = OsSignal.on("CONT")) {
            raise("CONT");
            assertThat(waitAny(List.of(one), 1, LONG)).containsExactly(one);
            one.await();
            other.await();
            assertThat(one.await(Duration.ofMillis(1))).isFalse();
          }
        });
  }

  @Test
  void kill_takesNoArrival() {
    TestHub.real()
        .run(() -> {
          try (OsSignal signal = OsSignal.on("CONT")) {
            Greenlet<?> waiter = spawn(() -> signal.await());
            Hub.current().awaitAllBlocked();
            waiter.kill();
            raise("CONT");
            assertThat(signal.await(LONG)).isTrue();
          }
        });
  }

  @Test
  void close_givesTheSignalBack() throws Exception {
    Semaphore former = new Semaphore(0);
    Runnable restore = Signals.replace("CONT", former::release);
    OsSignal signal = OsSignal.on("CONT");
    signal.close();
    signal.close();
    raise("CONT");
    assertThat(former.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    assertThat(signal.ready()).isFalse();
    restore.run();
  }

  @Test
  void on_noSuchSignal_isRefused() {
    for (String name : List.of("NO_SUCH_SIGNAL", "SEGV")) {
      assertThatThrownBy(() -> OsSignal.on(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
  }
}
