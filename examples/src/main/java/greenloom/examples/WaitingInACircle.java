package greenloom.examples;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.killAll;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import greenloom.hub.DeadlockException;
import java.util.List;

/** Two greenlets wait for each other's end, and what the one who waits for both is told. */
final class WaitingInACircle {
  private final Greenlet<Void> tea = spawn(this::makeTea).named("tea");
  private final Greenlet<Void> egg = spawn(this::boilEgg).named("egg");

  void main() {
    try {
      joinAll(tea, egg);
    } catch (DeadlockException e) {
      IO.println(e.getMessage());
      killAll(List.of(tea, egg));
    }
  }

  private void makeTea() {
    egg.join(); // one thing after the other
  }

  private void boilEgg() {
    tea.join();
  }
}
