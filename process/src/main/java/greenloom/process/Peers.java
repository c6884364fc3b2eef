package greenloom.process;

import greenloom.hub.Hub;
import greenloom.hub.HubLocal;
import greenloom.hub.Link;
import greenloom.sync.AsyncResult;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of one hub to the hosts of shared objects, made at first need. */
final class Peers implements AutoCloseable {
  private static final HubLocal<Peers> OF_HUB = new HubLocal<>(Peers::new);

  private final Hub hub;
  private final Map<Address, AsyncResult<Connection>> connections = new ConcurrentHashMap<>();

  private Peers(Hub hub) {
    this.hub = hub;
  }

  /**
   * Returns the connection of the caller's hub to {@code host}; waits for it if it is being made.
   *
   * @throws ConnectionLostException if it cannot be made
   */
  static Connection to(Address host) {
    Peers peers = OF_HUB.get();
    AsyncResult<Connection> known = peers.connections.get(host);
    Connection made = known == null ? null : known.value();
    if (made != null && !made.closed()) {
      return made;
    }
    return peers.connect(host).get();
  }

  /** Waits until all that this hub has sent is on its way. */
  static void flush() {
    for (AsyncResult<Connection> made : OF_HUB.get().connections.values()) {
      Connection c = made.value();
      if (c != null) {
        c.flush();
      }
    }
  }

  /** In a green thread of its own, so that a kill of the first who asks harms no other. */
  private AsyncResult<Connection> connect(Address host) {
    AsyncResult<Connection> mine = AsyncResult.fromOutside();
    AsyncResult<Connection> made =
        connections.compute(host, (_, before) -> before != null && !over(before) ? before : mine);
    if (made == mine) {
      hub.spawn("process-connect", () -> connect(host, mine));
    }
    return made;
  }

  private static boolean over(AsyncResult<Connection> made) {
    Connection c = made.value();
    return made.ready() && (c == null || c.closed());
  }

  private void connect(Address host, AsyncResult<Connection> made) {
    try {
      SocketChannel channel = host.connect();
      try {
        Host.family().join(channel, Host.VISITOR);
        made.set(Connection.begin(hub, channel, Host.FRAME_LIMIT, false, (from, f) -> {}));
      } catch (Throwable e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      made.setException(new ConnectionLostException(e));
    } catch (Throwable e) {
      made.setException(new ConnectionLostException(e));
      throw e;
    }
  }

  @Override
  public void close() {
    for (AsyncResult<Connection> made : connections.values()) {
      Link _ =
          made.whenReady(() -> {
            Connection c = made.value();
            if (c != null) {
              c.close();
            }
          });
    }
  }
}
