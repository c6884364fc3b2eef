package greenloom.examples;

import greenloom.coroutine.Coroutine;

/** Two coroutines that switch to each other by hand, in the middle of what they do. */
final class PingPong {
  private final Coroutine one = Coroutine.of(this::one);
  private final Coroutine two = Coroutine.of(this::two);

  void main() {
    one.switchTo();
  }

  private void one() {
    IO.println(12);
    two.switchTo();
    IO.println(34);
    two.switchTo(); // never comes back: two ends, and main goes on
  }

  private void two() {
    IO.println(56);
    one.switchTo();
    IO.println(78);
  }
}
