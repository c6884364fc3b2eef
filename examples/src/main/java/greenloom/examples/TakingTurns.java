package greenloom.examples;

import greenloom.coroutine.Generator;

/** Two endless tasks that take turns, with nothing but generators; stopped after three rounds. */
final class TakingTurns {
  static void main() {
    try (var one = task("---1---");
        var two = task("---2---")) {
      for (int round = 0; round < 3; round++) {
        one.next();
        two.next();
      }
    }
  }

  private static Generator<String> task(String label) {
    return Generator.of(out -> {
      while (true) {
        IO.println(label);
        Thread.sleep(500); // nobody runs meanwhile: no hub, so a wait is no switch
        out.yield(label);
      }
    });
  }
}
