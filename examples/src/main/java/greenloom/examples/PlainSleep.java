package greenloom.examples;

import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;

/**
 * Five steps each with Java's own {@code Thread.sleep}: it switches too, and nothing is patched.
 */
final class PlainSleep {
  static void main() {
    var g1 = spawn(() -> steps("test1"));
    var g2 = spawn(() -> steps("test2"));
    var g3 = spawn(() -> steps("test3"));
    g1.join();
    g2.join();
    g3.join();
  }

  private static void steps(String name) throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      IO.println(name + " " + Greenlet.current().orElseThrow() + " " + i);
      Thread.sleep(500);
    }
  }
}
