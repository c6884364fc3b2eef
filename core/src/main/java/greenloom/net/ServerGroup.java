package greenloom.net;

import static greenloom.Greenloom.callOn;
import static greenloom.Greenloom.shield;

import greenloom.Greenlet;
import greenloom.Scope;
import greenloom.hub.Hub;
import greenloom.hub.Hubs;
import greenloom.sync.GreenLock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The same server on each hub of a group, all at one port: the operating system deals connections
 * out, and each is handled on the hub that got it, to its end.
 *
 * <pre>{@code
 * Hubs hubs = Hubs.start(4);
 * ServerGroup.on(hubs, new InetSocketAddress(8001), at -> StreamServer.at(at, socket -> ...))
 *     .serveForever();
 * }</pre>
 *
 * <p>Several hubs share the port as {@link StreamServer#reusePort} says, and so with whoever else
 * of the same user shares it; one hub has it alone. Each server is made by the same function, so
 * what it is given there, a {@code Pool} for one, is that of its hub alone.
 *
 * <p>Words and meaning are those of {@link Server}. Any thread may call them.
 */
public final class ServerGroup implements AutoCloseable {
  private final Hubs hubs;
  private final Function<? super InetSocketAddress, ? extends Server> maker;

  // under the lock
  private final GreenLock starting = new GreenLock();

  // any thread
  private volatile InetSocketAddress address;
  private volatile List<Server> servers = List.of();
  private volatile boolean stopped; // set first; who has set servers looks at it

  private ServerGroup(
      Hubs hubs,
      InetSocketAddress address,
      Function<? super InetSocketAddress, ? extends Server> maker) {
    this.hubs = hubs;
    this.address = address;
    this.maker = maker;
  }

  /**
   * Returns one that will serve at {@code address}; port 0: at a free one, the same for all.
   *
   * @param maker makes the server of one hub, at the address it is given and not started. It must
   *     not wait
   */
  public static ServerGroup on(
      Hubs hubs,
      InetSocketAddress address,
      Function<? super InetSocketAddress, ? extends Server> maker) {
    return new ServerGroup(hubs, address, maker);
  }

  // --- its life ---

  /**
   * Starts a server on each hub. Returns when all take in.
   *
   * @throws IOException if one cannot listen; see {@link Server#start}. The others are stopped
   *     then, and it may be tried again
   * @throws IllegalStateException if it was started or stopped already
   */
  public void start() throws IOException {
    start(false);
  }

  private void start(boolean unlessDone) throws IOException {
    starting.lock();
    try {
      if (servers.isEmpty() || !unlessDone) {
        mustBeNew();
        startAll();
      }
    } finally {
      starting.unlock();
    }
    if (stopped) {
      close(); // it may have come too early to see them
    }
  }

  private void mustBeNew() {
    if (!servers.isEmpty() || stopped) {
      String state = stopped ? " has been stopped" : " has been started already";
      throw new IllegalStateException(this + state + "; make a new one");
    }
  }

  private void startAll() throws IOException {
    List<Server> started = new ArrayList<>();
    InetSocketAddress at = address;
    try {
      for (Hub hub : hubs.members()) {
        Server server = maker.apply(at);
        if (hubs.size() > 1) {
          server.reusePort();
        }
        started.add(server); // also if that is cut short
        startOn(hub, server);
        at = server.address();
      }
      address = at;
      servers = List.copyOf(started);
    } finally {
      if (servers.isEmpty()) {
        started.forEach(Server::close);
      }
    }
  }

  private static void startOn(Hub hub, Server server) throws IOException {
    Optional<IOException> failure =
        callOn(
            hub,
            () -> {
              try {
                server.start();
                return Optional.empty();
              } catch (IOException e) {
                return Optional.of(e);
              }
            });
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /**
   * Starts it unless that was done, and waits until all servers have ended. A kill, a time limit or
   * an interrupt of the caller stops it at once, as {@link #close} does.
   *
   * @throws IOException if it cannot listen; see {@link #start}
   */
  public void serveForever() throws IOException {
    start(true);
    boolean ended = false;
    try {
      servers.forEach(Server::awaitEnd);
      ended = true;
    } finally {
      if (!ended) {
        close();
      }
    }
  }

  /**
   * Stops all servers at the same time, each as {@link Server#stop} does. The hubs live on.
   *
   * @return whether all handlers had ended by themselves in time
   */
  public boolean stop(Duration drain) {
    stopped = true;
    Greenlet<?> caller = Greenlet.current().orElse(null);
    boolean allTold = false;
    try {
      boolean inTime = stopAll(drain, caller);
      allTold = true;
      return inTime;
    } finally {
      if (!allTold) { // the caller was killed before those that stop them had begun
        shield(() -> servers.forEach(server -> server.stop(Duration.ZERO, caller)));
      }
    }
  }

  private boolean stopAll(Duration drain, @Nullable Greenlet<?> caller) {
    return Scope.collect(scope -> {
      List<Greenlet<Boolean>> stops = new ArrayList<>();
      for (Server server : servers) {
        stops.add(scope.spawn(() -> server.stop(drain, caller)));
      }
      boolean inTime = true;
      for (Greenlet<Boolean> stop : stops) {
        inTime &= stop.get();
      }
      return inTime;
    });
  }

  /** Stops all servers, and kills their handlers at once; see {@link Server#close}. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  // --- asking ---

  /** Returns where it listens; before the start, where it will: the port may be 0 then. */
  public InetSocketAddress address() {
    return address;
  }

  /** Returns the servers, in the order of the hubs; none before the start. */
  public List<Server> servers() {
    return servers;
  }

  /** Returns how many handlers have begun, or are about to, and have not ended. */
  public int open() {
    return servers.stream().mapToInt(Server::open).sum();
  }

  @Override
  public String toString() {
    return "ServerGroup["
        + Server.text(address)
        + ", "
        + hubs.size()
        + " hubs, "
        + open()
        + " open]";
  }
}
