package greenloom.sockets;

import static greenloom.Greenloom.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import greenloom.Action;
import greenloom.Greenlet;
import greenloom.jdk.Jdk;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sockets of this machine, for tests. */
final class Sockets {
  static final InetAddress HERE = InetAddress.getLoopbackAddress();
  static final Duration SOON = Duration.ofSeconds(20);

  static {
    Jdk.preparePollers(); // a test that makes a socket before a hub must not decide for all
  }

  private Sockets() {}

  static ServerSocket server() throws IOException {
    return new ServerSocket(0, 200, HERE);
  }

  static Socket client(ServerSocket server) throws IOException {
    return new Socket(HERE, server.getLocalPort());
  }

  /** Two ends of a connection; the first is the one that the tests are about. */
  static Socket[] pair() throws IOException {
    try (ServerSocket server = server()) {
      return new Socket[] {client(server), server.accept()};
    }
  }

  static SocketChannel[] channels(ServerSocketChannel server) throws IOException {
    try (server) {
      return new SocketChannel[] {SocketChannel.open(server.getLocalAddress()), server.accept()};
    }
  }

  static ServerSocketChannel serverChannel() throws IOException {
    return ServerSocketChannel.open().bind(new InetSocketAddress(HERE, 0));
  }

  static void send(SocketAddress to) throws IOException {
    try (DatagramSocket from = new DatagramSocket(0, HERE)) {
      from.send(new DatagramPacket(new byte[] {7}, 1, to));
    }
  }

  static void writeByte(WritableByteChannel to) throws IOException {
    to.write(ByteBuffer.wrap(new byte[] {7}));
  }

  static byte readByte(ReadableByteChannel from) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    assertThat(from.read(one)).isEqualTo(1);
    return one.get(0);
  }

  /** Sends back what comes, until it ends. */
  static void echo(Socket socket) throws IOException {
    try (socket) {
      byte[] buffer = new byte[1024];
      InputStream in = socket.getInputStream();
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        socket.getOutputStream().write(buffer, 0, n);
      }
    }
  }

  static void roundTrip(Socket socket, int number) throws IOException {
    byte[] sent = {(byte) number, (byte) (number >> 8), (byte) (number >> 16)};
    socket.getOutputStream().write(sent);
    assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
  }

  /** Connections that a server which accepts nothing cannot take any more: the next one waits. */
  static List<Socket> fill(ServerSocket server) throws IOException {
    List<Socket> all = new ArrayList<>();
    try {
      while (all.size() < 20) {
        Socket s = new Socket();
        all.add(s);
        s.connect(server.getLocalSocketAddress(), 100);
      }
      throw new AssertionError("the queue of a server with a backlog of 1 is not full");
    } catch (java.net.SocketTimeoutException e) {
      all.removeLast().close();
      return all;
    }
  }

  /** Runs {@code answer} in a greenlet once the caller waits, and gives back that greenlet. */
  static Greenlet<?> later(Action answer) {
    return spawn(() -> {
      greenloom.hub.Hub.current().awaitAllBlocked();
      answer.run();
    });
  }

  static void closeAll(Iterable<? extends Closeable> things) throws IOException {
    for (Closeable c : things) {
      c.close();
    }
  }
}
