// Two waits at the same time on one thread: together they take as long as the longer one.
package greenloom.examples;

// @start region="program"
import static greenloom.Greenloom.*;

import greenloom.Greenlet;

final class HelloGreenlets {
  static void main() {
    Greenlet<String> tea = spawn(() -> make("tea", 300));
    Greenlet<String> egg = spawn(() -> make("egg", 100));
    joinAll(tea, egg);
    IO.println("breakfast: " + tea.get() + " and " + egg.get());
  }

  private static String make(String what, int millis) throws InterruptedException {
    IO.println(what + " begins");
    Thread.sleep(millis); // plain blocking code: the other one goes on
    IO.println(what + " is ready");
    return what;
  }
}
// @end region="program"
