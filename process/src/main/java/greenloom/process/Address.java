package greenloom.process;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a process can be reached by the others of its family: a Unix domain socket in a folder that
 * only their user may enter, or, where there are none, a port of loopback.
 *
 * @param text {@code unix:} and a path, or {@code tcp:} and a port
 */
record Address(String text) implements Serializable {
  private static final String UNIX = "unix:";
  private static final String TCP = "tcp:";

  /** Opens a channel that listens; {@link #of} tells where. */
  static ServerSocketChannel listen() throws IOException {
    if (!"tcp".equals(System.getProperty("greenloom.process.transport"))) {
      try {
        return listen(Files.createTempDirectory("greenloom-").resolve("socket"));
      } catch (IOException | UnsupportedOperationException e) {
        // a system without them, or whose names for temporary files are too long
      }
    }
    ServerSocketChannel channel = ServerSocketChannel.open();
    return channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static ServerSocketChannel listen(Path socket) throws IOException {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      return channel.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException | UnsupportedOperationException e) {
      Files.delete(socket.getParent());
      throw e;
    }
  }

  /** Returns where {@code listening} can be reached. */
  static Address of(ServerSocketChannel listening) throws IOException {
    return switch (listening.getLocalAddress()) {
      case UnixDomainSocketAddress unix -> new Address(UNIX + unix.getPath());
      case InetSocketAddress inet -> new Address(TCP + inet.getPort());
      case SocketAddress other -> throw new IOException("no way to reach " + other);
    };
  }

  /** Connects to it. */
  SocketChannel connect() throws IOException {
    if (text.startsWith(UNIX)) {
      return SocketChannel.open(UnixDomainSocketAddress.of(path()));
    }
    int port = Integer.parseInt(text.substring(TCP.length()));
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  /** Removes what it left in the file system. */
  void delete() {
    if (text.startsWith(UNIX)) {
      try {
        Files.deleteIfExists(path());
        Files.deleteIfExists(path().getParent());
      } catch (IOException e) {
        // somebody else has done it, or the system will
      }
    }
  }

  private Path path() {
    return Path.of(text.substring(UNIX.length()));
  }
}
