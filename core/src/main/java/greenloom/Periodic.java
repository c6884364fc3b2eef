package greenloom;

import greenloom.hub.Clock;
import greenloom.hub.Hub;
import java.time.Duration;

/** Runs something again and again; see {@link Greenloom#spawnEvery}. */
record Periodic(Duration period, Action body) implements Action {
  @Override
  public void run() throws Exception {
    Clock clock = Hub.current().clock();
    long each = period.toNanos();
    long due = clock.nanoTime();
    while (true) {
      body.run();
      long late = clock.nanoTime() - due;
      due += (late / each + 1) * each;
      Hub.sleep(Duration.ofNanos(due - clock.nanoTime()));
    }
  }
}
