package greenloom.examples;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static java.time.Duration.ofSeconds;

/** Sleeps of 2 and 1 seconds at the same time: together 2 seconds, not 3. */
final class TwoSleeps {
  static void main() {
    joinAll(spawn(TwoSleeps::foo), spawn(TwoSleeps::bar));
  }

  private static void foo() {
    IO.println("foo runs");
    sleep(ofSeconds(2));
    IO.println("foo is back");
  }

  private static void bar() {
    IO.println("bar runs");
    sleep(ofSeconds(1));
    IO.println("bar is back");
  }
}
