package greenloom.examples;

import greenloom.coroutine.Coroutine;

/** Two endless tasks that switch to each other by hand; stopped after three rounds. */
final class ManualTurns {
  private final Coroutine one = Coroutine.of(this::one);
  private final Coroutine two = Coroutine.of(this::two);

  void main() {
    one.switchTo();
    two.kill();
  }

  private void one() throws InterruptedException {
    for (int round = 0; round < 3; round++) {
      IO.println("---1---");
      two.switchTo();
      Thread.sleep(500); // only a switch is a switch: both stand still
    }
  }

  private void two() throws InterruptedException {
    while (true) {
      IO.println("---2---");
      one.switchTo();
      Thread.sleep(500);
    }
  }
}
