package greenloom.net;

import greenloom.hub.Awaitable;
import greenloom.hub.Hub;
import greenloom.hub.Link;
import greenloom.jdk.Signals;
import greenloom.sync.GreenSemaphore;
import java.time.Duration;

/**
 * A signal of the operating system that greenlets can wait for: {@code INT} of Ctrl-C, {@code
 * TERM}, {@code HUP}.
 *
 * <pre>{@code
 * try (OsSignal term = OsSignal.on("TERM")) {
 *   term.await();
 *   server.stop();
 * }
 * }</pre>
 *
 * <p>While one is open, the signal does nothing else. Each arrival ends one wait, in the order they
 * came; arrivals for which nobody waits are counted. Several may be open for one signal, and each
 * gets all arrivals. Any thread.
 */
public final class OsSignal implements Awaitable, AutoCloseable {
  private final String name;
  private final GreenSemaphore arrivals = new GreenSemaphore(0);
  private final Runnable giveBack;

  private OsSignal(String name) {
    this.name = name;
    Runnable listening = Signals.listen(name, arrivals::release);
    if (listening == null) {
      throw new IllegalArgumentException("signal " + name + " cannot be waited for");
    }
    this.giveBack = listening;
  }

  /**
   * Takes the signal {@code name}, without {@code SIG}, until it is closed. Does not wait.
   *
   * @throws IllegalArgumentException if there is no such signal, or the JDK uses it itself
   */
  public static OsSignal on(String name) {
    return new OsSignal(name);
  }

  /** Waits for the next arrival. A kill or a time limit takes none. */
  public void await() {
    try (Hub.Hold _ = Hub.current().keepOpen()) {
      arrivals.acquire();
    }
  }

  /** Waits for the next arrival, at most {@code limit}; returns whether it came. */
  public boolean await(Duration limit) {
    try (Hub.Hold _ = Hub.current().keepOpen()) {
      return arrivals.tryAcquire(limit);
    }
  }

  /** Returns whether an arrival can be taken without waiting. */
  @Override
  public boolean ready() {
    return arrivals.ready();
  }

  @Override
  public Link whenReady(Runnable then) {
    return arrivals.whenReady(then);
  }

  /** Gives the signal back: it does what it did before. Does nothing the second time. */
  @Override
  public void close() {
    giveBack.run();
  }

  @Override
  public String toString() {
    return "OsSignal[" + name + ", " + arrivals.permits() + " came]";
  }
}
