package greenloom.examples;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;

import greenloom.hub.Hub;
import greenloom.hub.Watcher;

/** Callbacks for a timer and for a signal: ticks until Ctrl-C, and then says how many. */
final class TicksAndSignals {
  private static int ticks; // one callback runs at a time, so this needs no lock

  static void main() {
    Hub hub = Hub.current();
    Watcher ticking = hub.onTimer(ZERO, ofMillis(500), _ -> IO.println("tick " + ++ticks));
    Watcher stopping = hub.onSignal("INT", _ -> ticking.close());
    ticking.await(); // the hub calls back meanwhile
    stopping.close(); // Ctrl-C does what it did before
    IO.println("stopped after " + ticks + " ticks");
  }
}
