package greenloom.examples;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static java.time.Duration.ofMillis;

import greenloom.Greenlet;

/** Five steps each and a slip: only the first is joined, three times, and still all three run. */
final class JoinTheFirst {
  static void main() {
    var g1 = spawn(() -> steps("test1"));
    spawn(() -> steps("test2"));
    spawn(() -> steps("test3"));
    g1.join(); // a wait lets everybody run, not only who is waited for
    g1.join();
    g1.join();
    // if the others still sleep after their last step, a warning says that nobody waited
  }

  private static void steps(String name) {
    for (int i = 0; i < 5; i++) {
      IO.println(name + " " + Greenlet.current().orElseThrow() + " " + i);
      sleep(ofMillis(500));
    }
  }
}
