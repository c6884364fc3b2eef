package greenloom.stress.sockets;

import static greenloom.Greenloom.withTimeout;

import greenloom.Greenlet;
import greenloom.hub.TimeoutExpired;
import greenloom.stress.sockets.Plan.Kind;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where connections come in: one server of each kind, with two who accept. Each accepted one is
 * asked who it is by a greenlet or thread of its own, and handed to the connection it belongs to.
 */
final class Doors implements AutoCloseable {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final int BACKLOG = 2_000;
  private static final int SO_TIMEOUT_MILLIS = 50;

  private final Round round;
  private final List<Door> all = new ArrayList<>();
  private final AtomicReferenceArray<@Nullable Greenlet<?>> acceptors;
  private final Door sockets;
  private final Door channels;
  private final Door unixChannels;
  private final Path folder;
  private volatile boolean closed;

  /** A server. */
  private abstract static class Door {
    abstract Wire accept() throws IOException;

    abstract Wire connect() throws IOException;

    abstract void close() throws IOException;
  }

  private static final class SocketDoor extends Door {
    private final ServerSocket server;

    SocketDoor(ServerSocket server) {
      this.server = server;
    }

    @Override
    Wire accept() throws IOException {
      return new SocketWire(server.accept());
    }

    @Override
    Wire connect() throws IOException {
      return new SocketWire(new Socket(HERE, server.getLocalPort()));
    }

    @Override
    void close() throws IOException {
      server.close();
    }
  }

  private static final class ChannelDoor extends Door {
    private final ServerSocketChannel server;

    ChannelDoor(ServerSocketChannel server) {
      this.server = server;
    }

    @Override
    Wire accept() throws IOException {
      return new ChannelWire(server.accept());
    }

    @Override
    Wire connect() throws IOException {
      return new ChannelWire(SocketChannel.open(server.getLocalAddress()));
    }

    @Override
    void close() throws IOException {
      server.close();
    }
  }

  Doors(Round round) throws IOException {
    this.round = round;
    ServerSocket plain = new ServerSocket(0, BACKLOG, HERE);
    plain.setSoTimeout(SO_TIMEOUT_MILLIS);
    sockets = add(new SocketDoor(plain));
    channels =
        add(
            new ChannelDoor(
                ServerSocketChannel.open().bind(new InetSocketAddress(HERE, 0), BACKLOG)));
    folder = Files.createTempDirectory("soak");
    unixChannels =
        add(
            new ChannelDoor(
                ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(folder.resolve("door")), BACKLOG)));
    acceptors = new AtomicReferenceArray<>(2 * all.size());
  }

  private Door add(Door door) {
    all.add(door);
    return door;
  }

  private Door of(Kind kind) {
    return switch (kind) {
      case SOCKET, TLS -> sockets;
      case CHANNEL, CHANNEL_AS_SOCKET -> channels;
      case UNIX_CHANNEL -> unixChannels;
    };
  }

  /** Connects. Where all ports are taken, it waits until one is free. */
  Wire connect(Kind kind) throws IOException, InterruptedException {
    while (true) {
      try {
        return withTimeout(Duration.ofMinutes(2), () -> of(kind).connect());
      } catch (BindException | NoRouteToHostException e) {
        round.tally().add(Tally.Of.PORTS_USED_UP);
        Thread.sleep(100);
      }
    }
  }

  /** A greenlet that accepts, or did; null if it is none. */
  @Nullable Greenlet<?> acceptor(int any) {
    return acceptors.get(any % acceptors.length());
  }

  void open() {
    for (int i = 0; i < acceptors.length(); i++) {
      startAcceptor(i, new SplittableRandom(round.number() * 100L + i));
    }
  }

  private void startAcceptor(int which, SplittableRandom random) {
    Door door = all.get(which / 2);
    acceptors.set(
        which,
        round
            .stage()
            .start(
                Place.hub(random),
                "acceptor " + which,
                () -> acceptAll(door, random),
                e -> {
                  round.mustBeNull(e);
                  acceptors.set(which, null);
                  if (!closed) {
                    round.tally().add(Tally.Of.KILLED_IN_ACCEPT);
                    startAcceptor(which, random);
                  }
                }));
  }

  private void acceptAll(Door door, SplittableRandom random) throws IOException {
    while (!closed) {
      try {
        Wire wire =
            random.nextInt(4) == 0
                ? withTimeout(Duration.ofMillis(random.nextInt(1, 200)), door::accept)
                : door.accept();
        new Greeting(wire).start(Place.any(random));
      } catch (SocketTimeoutException | TimeoutExpired e) {
        // once more
      } catch (IOException e) {
        if (!closed) {
          throw e;
        }
      }
    }
  }

  /** Finds out who has come. */
  private final class Greeting implements Watched {
    private final Wire wire;

    Greeting(Wire wire) {
      this.wire = wire;
    }

    void start(Place place) {
      round.watch().add(this);
      round.stage().start(place, "greeting", this::greet, this::over);
    }

    private void greet() throws IOException {
      byte[] bytes = new byte[Message.GREETING];
      boolean taken = false;
      try {
        if (wire.readFully(bytes, 0, bytes.length) == bytes.length && bytes[0] != 0) {
          Connection connection = round.connection(Message.greeted(bytes));
          taken = connection != null && connection.greeted(wire);
        }
      } catch (IOException e) {
        // it was reset before it said a word; if not, the client will find out
      } finally {
        if (!taken) {
          wire.close();
        }
      }
    }

    private void over(@Nullable Throwable e) {
      round.watch().remove(this);
      round.mustBeNull(e);
    }

    @Override
    public long progress() {
      return 0;
    }

    @Override
    public String toString() {
      return "nobody says a word on " + wire;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    for (Door door : all) {
      door.close();
    }
    Files.deleteIfExists(folder.resolve("door"));
    Files.deleteIfExists(folder);
  }
}
