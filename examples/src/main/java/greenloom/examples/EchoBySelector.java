package greenloom.examples;

import static greenloom.Greenloom.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** An echo server of a plain selector loop, in one greenlet; others would run while it selects. */
final class EchoBySelector {
  private static final int BACKLOG = 500;

  static void main(String... args) {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8001;
    run(() -> serve(port));
  }

  private static void serve(int port) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      IO.println("listening on 127.0.0.1:" + listener.socket().getLocalPort());
      while (true) {
        selector.select(EchoBySelector::handle); // waits until some channels are ready
      }
    }
  }

  private static void handle(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept(key);
      } else {
        echo(key, (SocketChannel) key.channel(), (ByteBuffer) key.attachment());
      }
    } catch (IOException e) {
      close(key);
    }
  }

  private static void accept(SelectionKey key) throws IOException {
    SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
    if (channel != null) { // else the client has changed its mind
      channel.configureBlocking(false);
      ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
      channel.register(key.selector(), SelectionKey.OP_READ, buffer);
    }
  }

  /** The state of a connection is what its buffer holds, and what its key is interested in. */
  private static void echo(SelectionKey key, SocketChannel channel, ByteBuffer buffer)
      throws IOException {
    if (key.isReadable()) {
      if (channel.read(buffer) < 0) {
        channel.close(); // which cancels the key, too
        return;
      }
      buffer.flip();
    }
    channel.write(buffer);
    if (buffer.hasRemaining()) { // the client does not read: hear it when it does
      key.interestOps(SelectionKey.OP_WRITE);
    } else {
      buffer.clear();
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      // the client has gone, and that is that
    }
  }
}
