package greenloom.hub;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The end of a hub: its green threads are killed and given some time; those that are left are named
 * and let go of.
 *
 * <pre>
 *   begun  over   who may start a green thread
 *   false  false  anybody
 *   true   false  its own threads, which may need help to end
 *   true   true   nobody; what is put into the inbox is dropped
 * </pre>
 */
final class HubEnd {
  /** What is granted beyond the time for closing to a hub that a green thread does not let go. */
  private static final Duration LEEWAY = Duration.ofMillis(500);

  // immutable
  private final Hub hub;
  private final Duration within;

  // any thread
  private volatile boolean begun;
  private volatile boolean over;

  HubEnd(Hub hub, Duration within) {
    this.hub = hub;
    this.within = within;
  }

  boolean over() {
    return over;
  }

  void refuseIfBegun() {
    if (over || (begun && !hub.onCarrier())) {
      throw new IllegalStateException("hub " + hub.name() + " is closed");
    }
  }

  /** Ends a hub that has a thread of its own, and waits for that; see {@link Hub#close}. */
  void close() {
    if (over) {
      return;
    }
    if (hub.onCarrier() || !hub.ownThread()) {
      throw new IllegalStateException("hub " + hub.name() + " cannot be closed from here");
    }
    begin();
    if (!awaitHome(System.nanoTime() + within.plus(LEEWAY).toNanos())) {
      warn(
          "hub {0} is given up: {1} does not let go of it",
          Objects.requireNonNullElse(hub.loop().current(), "somebody"));
      over = true;
    }
  }

  /** Has the green threads killed, and lets the hub end when they have; does not wait for that. */
  void begin() {
    if (begun) {
      return;
    }
    begun = true;
    Loop loop = hub.loop();
    loop.put(() -> loop.closing().begin(System.nanoTime() + within.toNanos()));
  }

  /** Waits for the end of the hub's own thread; false if that does not come in time. */
  private boolean awaitHome(long deadline) {
    Thread home = hub.home();
    boolean interrupted = false;
    long left = deadline - System.nanoTime();
    while (home.isAlive() && left > 0) {
      try {
        home.join(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = deadline - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !home.isAlive();
  }

  /** Runs the hub on its own thread until it has been closed. */
  void runUntilClosed() {
    hub.loop().runUntilClosed();
    letGo();
  }

  /** Ends the hub of the calling platform thread. */
  void closeHere() {
    if (over) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      hub.keepingInterrupts(() -> {
        hub.loop().closing().begin(System.nanoTime() + within.toNanos());
        runUntilClosed();
      });
    } finally {
      if (interrupted) {
        hub.home().interrupt();
      }
    }
  }

  private void letGo() {
    over = true;
    hub.loop().runUntilClosed(); // what slipped in before that was seen
    List<GreenThread> left = hub.threads();
    if (!left.isEmpty()) {
      warn(
          "hub {0} is closed, and these green threads did not end when killed: {1}",
          Dump.names(left));
    }
    hub.discardAll();
  }

  private void warn(String text, Object who) {
    System.getLogger("greenloom").log(Level.WARNING, text, hub.name(), who);
  }
}
