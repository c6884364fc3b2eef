package greenloom.examples;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static java.time.Duration.ofMillis;

import greenloom.Greenlet;

/** Three greenlets take five steps each and interleave; one call waits for all of them. */
final class JoinAll {
  static void main() {
    joinAll(spawn(() -> steps("test1")), spawn(() -> steps("test2")), spawn(() -> steps("test3")));
  }

  private static void steps(String name) {
    for (int i = 0; i < 5; i++) {
      IO.println(name + " " + Greenlet.current().orElseThrow() + " " + i);
      sleep(ofMillis(500));
    }
  }
}
