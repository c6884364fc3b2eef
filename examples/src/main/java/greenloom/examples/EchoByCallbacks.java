package greenloom.examples;

import greenloom.hub.Hub;
import greenloom.hub.Watcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** An echo server of callbacks: the hub watches the channels, and nobody waits for one. */
final class EchoByCallbacks {
  private static final int BACKLOG = 500;

  static void main(String... args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8001;
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      listener.configureBlocking(false);
      Watcher accepting = Hub.current().onReadable(listener, _ -> accept(listener));
      IO.println("listening on 127.0.0.1:" + listener.socket().getLocalPort());
      accepting.await(); // for ever
    }
  }

  private static void accept(ServerSocketChannel listener) throws IOException {
    SocketChannel channel = listener.accept();
    if (channel != null) { // else the client has changed its mind
      channel.configureBlocking(false);
      new Connection(channel).awaitBytes();
    }
  }

  /** The state of a connection is what its buffer holds, and what it watches for. */
  private static final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    void awaitBytes() {
      Hub.current().onReadable(channel, this::read);
    }

    private void read(Watcher readable) {
      try {
        if (channel.read(buffer) < 0) {
          channel.close(); // which ends the watcher, too
          return;
        }
        channel.write(buffer.flip());
        if (buffer.hasRemaining()) { // the client does not read: hear it when it does
          readable.close();
          Hub.current().onWritable(channel, this::write);
        } else {
          buffer.clear();
        }
      } catch (IOException e) {
        close();
      }
    }

    private void write(Watcher writable) {
      try {
        channel.write(buffer);
        if (!buffer.hasRemaining()) {
          writable.close();
          buffer.clear();
          awaitBytes();
        }
      } catch (IOException e) {
        close();
      }
    }

    private void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // the client has gone, and that is that
      }
    }
  }
}
