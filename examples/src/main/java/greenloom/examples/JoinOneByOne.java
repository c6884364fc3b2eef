package greenloom.examples;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static java.time.Duration.ofMillis;

import greenloom.Greenlet;

/** Three greenlets take five steps each and interleave; joined one by one. */
final class JoinOneByOne {
  static void main() {
    var g1 = spawn(() -> steps("test1"));
    var g2 = spawn(() -> steps("test2"));
    var g3 = spawn(() -> steps("test3"));
    g1.join(); // all three run while this one is waited for
    g2.join();
    g3.join();
  }

  private static void steps(String name) {
    for (int i = 0; i < 5; i++) {
      IO.println(name + " " + Greenlet.current().orElseThrow() + " " + i);
      sleep(ofMillis(500));
    }
  }
}
