package greenloom.programs;

import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks for circles, over and over, while green threads of several hubs fight for monitors. */
public final class LooksForCircles {
  private LooksForCircles() {}

  /** The program. */
  public static void main(String[] args) throws Exception {
    Object[] monitors = {new Object(), new Object(), new Object()};
    AtomicBoolean stop = new AtomicBoolean();
    Hubs hubs = Hub.setup("fight").daemon().start(2);
    for (int i = 0; i < 40; i++) {
      Object monitor = monitors[i % monitors.length];
      hubs.spawn(
          null,
          () -> {
            while (!stop.get()) {
              synchronized (monitor) {
                Thread.yield();
              }
            }
          });
    }
    int found = 0;
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      for (Hub hub : hubs.members()) {
        found += hub.findDeadlocks().size();
      }
    }
    stop.set(true);
    System.out.println(
        "circles " + found + ", all have ended " + hubs.stop(Duration.ofSeconds(20)));
  }
}
