package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.jdk.Jdk;
import greenloom.testing.TestHub;

/** Monitors in a JVM in which hubs leave them to the JDK. Run by {@link HooksOffIT}. */
final class WithoutMonitors {
  private static final int TURNS = 1_000;

  private final Object monitor = new Object();
  private int turn;

  private WithoutMonitors() {}

  public static void main(String[] args) {
    assertThat(Jdk.features().monitors()).isFalse();
    TestHub.real()
        .run(() -> {
          WithoutMonitors game = new WithoutMonitors();
          GreenThread other = JdkWait.spawn("other", () -> game.play(1));
          game.play(0);
          JdkWait.assertEnds(other);
          HubStats stats = Hub.current().stats();
          assertThat(stats.monitorHandOvers()).isPositive();
          assertThat(stats.unblocked()).isZero();
        });
    System.out.println("all passed");
  }

  private void play(int me) throws InterruptedException {
    for (int i = 0; i < TURNS; i++) {
      synchronized (monitor) {
        while (turn != me) {
          monitor.wait();
        }
        turn = 1 - me;
        monitor.notifyAll();
      }
    }
  }
}
