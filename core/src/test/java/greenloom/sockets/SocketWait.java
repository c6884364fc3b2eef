package greenloom.sockets;

import static greenloom.sockets.Sockets.HERE;
import static greenloom.sockets.Sockets.later;
import static greenloom.sockets.Sockets.readByte;
import static greenloom.sockets.Sockets.writeByte;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Action;
import greenloom.Greenlet;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A call that waits for a socket.
 *
 * @param op waits until it is ended
 * @param socket what it waits on
 * @param whenClosed what comes out of it when that is closed meanwhile
 * @param check sees that the socket still works
 * @param all what has to be closed in the end
 */
record SocketWait(
    String name,
    Action op,
    Closeable socket,
    Class<? extends Throwable> whenClosed,
    Action check,
    List<? extends Closeable> all)
    implements Closeable {
  private static final byte LAST = 9;

  /** A way to make one; prints as its name. */
  record Way(String name, Callable<SocketWait> open) {
    @Override
    public String toString() {
      return name;
    }
  }

  @Override
  public void close() throws IOException {
    Sockets.closeAll(all);
  }

  /** One of each kind. */
  static Stream<Way> ways() {
    return Stream.concat(
        reads(),
        Stream.of(
            new Way("Socket.write", SocketWait::write),
            new Way("SocketChannel.write", SocketWait::channelWrite)));
  }

  static Stream<Way> reads() {
    return Stream.of(
        new Way("Socket.read", () -> read(0)),
        new Way("Socket.read, SO_TIMEOUT", () -> read(60_000)),
        new Way("ServerSocket.accept", SocketWait::accept),
        new Way("SocketChannel.read", () -> channelRead(Sockets.serverChannel())),
        new Way("SocketChannel.socket.read", SocketWait::adaptorRead),
        new Way("ServerSocketChannel.accept", SocketWait::channelAccept),
        new Way("Unix domain SocketChannel.read", () -> channelRead(unixServer())),
        new Way("DatagramSocket.receive", SocketWait::receive),
        new Way("DatagramChannel.receive", SocketWait::channelReceive),
        new Way("Pipe.read", SocketWait::pipe),
        new Way("Selector.select", SocketWait::select));
  }

  private static SocketWait read(int timeout) throws IOException {
    Socket[] ends = Sockets.pair();
    ends[0].setSoTimeout(timeout);
    InputStream in = ends[0].getInputStream();
    return new SocketWait(
        "read",
        in::read,
        ends[0],
        SocketException.class,
        () -> {
          Greenlet<?> other = later(() -> ends[1].getOutputStream().write(7));
          assertThat(in.read()).isEqualTo(7);
          other.get();
        },
        List.of(ends));
  }

  private static SocketWait accept() throws IOException {
    ServerSocket server = Sockets.server();
    return new SocketWait(
        "accept",
        server::accept,
        server,
        SocketException.class,
        () -> {
          Greenlet<?> other = later(() -> Sockets.client(server).close());
          server.accept().close();
          other.get();
        },
        List.of(server));
  }

  private static ServerSocketChannel unixServer() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(null);
  }

  private static SocketWait channelRead(ServerSocketChannel server) throws IOException {
    SocketChannel[] ends = Sockets.channels(server);
    return new SocketWait(
        "channel read",
        () -> readByte(ends[0]),
        ends[0],
        AsynchronousCloseException.class,
        () -> {
          Greenlet<?> other = later(() -> writeByte(ends[1]));
          assertThat(readByte(ends[0])).isEqualTo((byte) 7);
          other.get();
        },
        List.of(ends));
  }

  private static SocketWait adaptorRead() throws IOException {
    SocketChannel[] ends = Sockets.channels(Sockets.serverChannel());
    InputStream in = ends[0].socket().getInputStream();
    return new SocketWait(
        "adaptor read",
        in::read,
        ends[0],
        IOException.class,
        () -> {
          Greenlet<?> other = later(() -> writeByte(ends[1]));
          assertThat(in.read()).isEqualTo(7);
          other.get();
        },
        List.of(ends));
  }

  private static SocketWait channelAccept() throws IOException {
    ServerSocketChannel server = Sockets.serverChannel();
    return new SocketWait(
        "channel accept",
        server::accept,
        server,
        AsynchronousCloseException.class,
        () -> {
          Greenlet<?> other = later(() -> SocketChannel.open(server.getLocalAddress()).close());
          server.accept().close();
          other.get();
        },
        List.of(server));
  }

  private static SocketWait receive() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, HERE);
    DatagramPacket packet = new DatagramPacket(new byte[10], 10);
    return new SocketWait(
        "receive",
        () -> socket.receive(new DatagramPacket(new byte[10], 10)),
        socket,
        SocketException.class,
        () -> {
          Greenlet<?> other = later(() -> Sockets.send(socket.getLocalSocketAddress()));
          socket.receive(packet);
          assertThat(packet.getLength()).isEqualTo(1);
          other.get();
        },
        List.of(socket));
  }

  private static SocketWait channelReceive() throws IOException {
    DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(HERE, 0));
    ByteBuffer buffer = ByteBuffer.allocate(10);
    return new SocketWait(
        "channel receive",
        () -> channel.receive(buffer.clear()),
        channel,
        AsynchronousCloseException.class,
        () -> {
          Greenlet<?> other = later(() -> Sockets.send(channel.getLocalAddress()));
          channel.receive(buffer.clear());
          assertThat(buffer.position()).isEqualTo(1);
          other.get();
        },
        List.of(channel));
  }

  private static SocketWait pipe() throws IOException {
    Pipe pipe = Pipe.open();
    return new SocketWait(
        "pipe",
        () -> readByte(pipe.source()),
        pipe.source(),
        AsynchronousCloseException.class,
        () -> {
          Greenlet<?> other = later(() -> writeByte(pipe.sink()));
          assertThat(readByte(pipe.source())).isEqualTo((byte) 7);
          other.get();
        },
        List.of(pipe.source(), pipe.sink()));
  }

  private static SocketWait select() throws IOException {
    Selector selector = Selector.open();
    return new SocketWait(
        "select",
        () -> {
          selector.select();
          selector.selectedKeys(); // refuses when closed
        },
        selector,
        ClosedSelectorException.class,
        () -> {
          Greenlet<?> other = later(selector::wakeup);
          assertThat(selector.select()).isZero();
          other.get();
        },
        List.of(selector));
  }

  private static SocketWait write() throws IOException {
    Socket[] ends = Sockets.pair();
    byte[] much = new byte[1 << 20];
    return new SocketWait(
        "write",
        () -> {
          while (true) {
            ends[0].getOutputStream().write(much);
          }
        },
        ends[0],
        SocketException.class,
        () -> {
          Greenlet<?> other = later(() -> readToTheLast(ends[1].getInputStream()));
          ends[0].getOutputStream().write(LAST);
          other.get();
        },
        List.of(ends));
  }

  private static SocketWait channelWrite() throws IOException {
    SocketChannel[] ends = Sockets.channels(Sockets.serverChannel());
    ByteBuffer much = ByteBuffer.allocateDirect(1 << 20);
    return new SocketWait(
        "channel write",
        () -> {
          while (true) {
            ends[0].write(much.clear());
          }
        },
        ends[0],
        AsynchronousCloseException.class,
        () -> {
          Greenlet<?> other = later(() -> readToTheLast(ends[1].socket().getInputStream()));
          ends[0].write(ByteBuffer.wrap(new byte[] {LAST}));
          other.get();
        },
        List.of(ends));
  }

  /** How much was sent before is not known; all of it is zeros. */
  private static void readToTheLast(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int n;
    do {
      n = in.read(buffer);
      assertThat(n).isPositive();
    } while (buffer[n - 1] != LAST);
  }
}
