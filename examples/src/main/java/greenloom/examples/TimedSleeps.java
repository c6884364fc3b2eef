package greenloom.examples;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.time.Instant;

/** Sleeps of 1 and 2 seconds at the same time, with the second at which each line was printed. */
final class TimedSleeps {
  private final Instant start = Instant.now();

  void main() {
    joinAll(spawn(this::foo), spawn(this::bar));
    say("both have ended");
  }

  private void foo() {
    say("foo runs");
    sleep(ofSeconds(1));
    say("foo is back");
  }

  private void bar() {
    say("bar runs");
    sleep(ofSeconds(2));
    say("bar is back");
  }

  private void say(String what) {
    IO.println(Duration.between(start, Instant.now()).toSeconds() + " s: " + what);
  }
}
