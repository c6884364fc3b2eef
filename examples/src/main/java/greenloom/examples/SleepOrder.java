package greenloom.examples;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;

/**
 * Sleeps of 2, 3 and 0 seconds: each sleep is a switch, and the printed order tells who is next.
 */
final class SleepOrder {
  static void main() {
    joinAll(spawn(SleepOrder::two), spawn(SleepOrder::three), spawn(SleepOrder::zero));
  }

  private static void two() {
    IO.println("running 1");
    sleep(ofSeconds(2));
    IO.println("running 2");
  }

  private static void three() {
    IO.println("running 3");
    sleep(ofSeconds(3));
    IO.println("running 4");
  }

  private static void zero() {
    IO.println("running 5");
    sleep(ZERO); // lets the others run once
    IO.println("end?");
  }
}
