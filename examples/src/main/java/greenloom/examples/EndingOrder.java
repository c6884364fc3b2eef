package greenloom.examples;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static java.time.Duration.ofSeconds;

/** Sleeps of 3, 2 and 2 seconds: they begin in the order of spawning and end in that of waking. */
final class EndingOrder {
  static void main() {
    joinAll(
        spawn(() -> task("task 1", 3)),
        spawn(() -> task("task 2", 2)),
        spawn(() -> task("task 3", 2)));
  }

  private static void task(String name, int seconds) {
    IO.println(name + " begins");
    sleep(ofSeconds(seconds));
    IO.println(name + " ends after " + seconds);
  }
}
