package greenloom.app.transfer;

import greenloom.hub.Body;
import greenloom.sync.GreenSemaphore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * How many exchanges may go on at once: in all, and with one host. A host's slot is taken first, so
 * that a crowd waiting for one slow host leaves the common slots to the others. For greenlets of
 * one hub.
 */
public final class Slots {
  private final GreenSemaphore all;
  private final int perHost;
  private final Map<String, Host> hosts = new HashMap<>();

  private static final class Host {
    final GreenSemaphore slots;
    int users;

    Host(int n) {
      slots = new GreenSemaphore(n);
    }
  }

  /** At most {@code all} at once, and at most {@code perHost} with one host. */
  public Slots(int all, int perHost) {
    this.all = new GreenSemaphore(all);
    this.perHost = perHost;
  }

  /** Waits for a slot with the host and one of all, and runs the exchange while it has both. */
  <T> T with(String name, Body<T, IOException> exchange) throws IOException {
    Host host = hosts.computeIfAbsent(name, _ -> new Host(perHost));
    host.users++;
    try {
      host.slots.acquire();
      try {
        return withOneOfAll(exchange);
      } finally {
        host.slots.release();
      }
    } finally {
      if (--host.users == 0) {
        hosts.remove(name);
      }
    }
  }

  private <T> T withOneOfAll(Body<T, IOException> exchange) throws IOException {
    all.acquire();
    try {
      return exchange.run();
    } finally {
      all.release();
    }
  }
}
