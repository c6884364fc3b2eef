package greenloom.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A connection: the end to be watched, and a plain socket at the other. */
record WatchedConnection(SocketChannel channel, Socket peer) implements AutoCloseable {
  static final InetAddress HERE = InetAddress.getLoopbackAddress();

  static WatchedConnection open() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(HERE, 0));
      Socket peer = client(server);
      SocketChannel channel = server.accept();
      channel.configureBlocking(false);
      return new WatchedConnection(channel, peer);
    }
  }

  void send(String text) throws IOException {
    peer.getOutputStream().write(text.getBytes());
  }

  @Override
  public void close() throws IOException {
    channel.close();
    peer.close();
  }

  static ServerSocketChannel server() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(HERE, 0));
    server.configureBlocking(false);
    return server;
  }

  static Socket client(ServerSocketChannel server) throws IOException {
    return new Socket(HERE, server.socket().getLocalPort());
  }

  static String read(SocketChannel channel, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(most);
    int n = channel.read(bytes);
    return n < 0 ? "end" : new String(bytes.array(), 0, n);
  }
}
