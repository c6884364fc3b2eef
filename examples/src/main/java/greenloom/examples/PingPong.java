package greenloom.examples;

import greenloom.coroutine.Coroutine;
import org.jspecify.annotations.Nullable;

/** Two coroutines that switch to each other by hand, in the middle of what they do. */
final class PingPong {
  private final Coroutine one = Coroutine.of(_ -> one());
  private final Coroutine two = Coroutine.of(_ -> two());

  void main() {
    one.switchTo();
  }

  private @Nullable Object one() {
    IO.println(12);
    two.switchTo();
    IO.println(34);
    return two.switchTo(); // never comes back: two ends, and main goes on
  }

  private @Nullable Object two() {
    IO.println(56);
    one.switchTo();
    IO.println(78);
    return null; // to main, which made it
  }
}
