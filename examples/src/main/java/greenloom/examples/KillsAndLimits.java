package greenloom.examples;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.withTimeout;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import greenloom.Greenlet;
import greenloom.hub.TimeoutExpired;

/** What a kill and a time limit do: both come out of the wait that the other one stands in. */
final class KillsAndLimits {
  static void main() {
    Greenlet<Void> lamp = spawn(KillsAndLimits::blink);
    sleep(ofMillis(250));
    lamp.kill(); // comes back when the lamp has ended
    IO.println("killed: " + lamp.killed());

    IO.println(withTimeout(ofMillis(100), KillsAndLimits::answer, "no answer"));
    try {
      withTimeout(ofMillis(100), () -> withTimeout(ofSeconds(5), KillsAndLimits::answer));
    } catch (TimeoutExpired e) { // of the outer limit: the inner one's time was not up
      IO.println(e.getMessage());
    }
  }

  private static void blink() {
    try {
      while (true) {
        IO.println("on");
        sleep(ofMillis(100));
      }
    } finally {
      IO.println("off");
    }
  }

  private static String answer() {
    sleep(ofSeconds(1));
    return "forty-two";
  }
}
