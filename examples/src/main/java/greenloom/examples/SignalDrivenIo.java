package greenloom.examples;

import static greenloom.Greenloom.run;

import greenloom.hub.Hub;
import greenloom.hub.Watcher;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Signal-driven: one is called when a channel can be read, and did not wait; then a read copies.
 */
final class SignalDrivenIo {
  static void main() {
    run(() -> Kitchen.serve(SignalDrivenIo::eat));
  }

  private static void eat(SocketAddress kitchen) throws IOException {
    Watcher tea = order(kitchen);
    Watcher egg = order(kitchen);
    IO.println("the guest could do something else");
    tea.await();
    egg.await();
  }

  private static Watcher order(SocketAddress kitchen) throws IOException {
    SocketChannel channel = SocketChannel.open(kitchen);
    channel.configureBlocking(false);
    return Hub.current().onReadable(channel, _ -> take(channel));
  }

  private static void take(SocketChannel channel) throws IOException {
    try (channel) { // whose end is that of its watcher
      ByteBuffer three = ByteBuffer.allocate(3);
      channel.read(three);
      IO.println(StandardCharsets.US_ASCII.decode(three.flip()));
    }
  }
}
