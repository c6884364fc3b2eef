package greenloom.examples;

import static greenloom.Greenloom.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Multiplexed: one call waits until any of many channels can be read; then a read copies. */
final class MultiplexedIo {
  static void main() {
    run(() -> Kitchen.serve(MultiplexedIo::eat));
  }

  private static void eat(SocketAddress kitchen) throws IOException {
    try (Selector selector = Selector.open();
        SocketChannel tea = order(kitchen, selector);
        SocketChannel egg = order(kitchen, selector)) {
      while (tea.isOpen() || egg.isOpen()) {
        selector.select(MultiplexedIo::take);
      }
    }
  }

  private static SocketChannel order(SocketAddress kitchen, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open(kitchen);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
    return channel;
  }

  private static void take(SelectionKey key) {
    try (SocketChannel channel = (SocketChannel) key.channel()) {
      ByteBuffer three = ByteBuffer.allocate(3);
      channel.read(three);
      IO.println(StandardCharsets.US_ASCII.decode(three.flip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
