package greenloom.hub;

import static greenloom.Greenloom.noSwitch;
import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.Greenlet;
import greenloom.testing.TestHub;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What can be seen of {@code noSwitch} only with real sockets, monitors and threads. */
class NoSwitchIT {
  @Test
  void socketRead_isRefused_andTheSocketStaysUsable() {
    TestHub.real()
        .run(() -> {
          try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
              Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
              Socket other = server.accept()) {
            assertThatThrownBy(() -> noSwitch(() -> client.getInputStream().read()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Socket.read");
            other.getOutputStream().write(7);
            assertThat(client.getInputStream().read()).isEqualTo(7);
          }
        });
  }

  /** The watchdog has to see that the hub stands still, which logs a warning. */
  @Test
  void monitorThatAnotherHas_isFoundAtTheEnd() throws InterruptedException {
    Object monitor = new Object();
    try (Logged log = new Logged()) {
      TestHub.real()
          .run(() -> {
            CountDownLatch leave = new CountDownLatch(1);
            Greenlet<?> owner =
                spawn(() -> {
                  synchronized (monitor) {
                    leave.await();
                  }
                });
            Hub.sleep(Duration.ofMillis(1));
            leave.countDown();
            assertThatThrownBy(() -> noSwitch(() -> enter(monitor)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at a monitor: others have run");
            owner.join();
          });
      log.awaitRecord(); // the watchdog writes it when the hub goes on
      assertThat(log.messages()).anyMatch(m -> m.contains("is blocked"));
    }
  }

  private static String enter(Object monitor) {
    synchronized (monitor) {
      return "entered";
    }
  }
}
