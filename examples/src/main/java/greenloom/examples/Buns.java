package greenloom.examples;

import greenloom.coroutine.SendGenerator;

/**
 * A producer hands numbered buns to two consumers: generators that wait until they are sent one.
 */
final class Buns {
  static void main() {
    try (var c1 = consumer("c1");
        var c2 = consumer("c2")) {
      c1.next(); // up to its first yield, where it can be sent something
      c2.next();
      for (int bun = 1; bun <= 5; bun++) {
        IO.println("producer bakes bun " + bun);
        c1.send(bun);
        c2.send(bun);
      }
    }
  }

  private static SendGenerator<Integer, Integer, Void> consumer(String name) {
    return SendGenerator.of(out -> {
      IO.println(name + " is hungry");
      for (int eaten = 0; ; eaten++) {
        Integer bun = out.yield(eaten);
        IO.println(name + " eats bun " + bun);
      }
    });
  }
}
