package greenloom.examples;

import static greenloom.Greenloom.run;
import static greenloom.Greenloom.sleep;
import static java.time.Duration.ofMillis;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Non-blocking: a read never waits; with nothing to copy it says so, and one asks again. */
final class NonBlockingIo {
  private static int vain;

  static void main() {
    run(() -> Kitchen.serve(NonBlockingIo::eat));
    IO.println("tried in vain " + vain + " times");
  }

  private static void eat(SocketAddress kitchen) throws IOException {
    try (SocketChannel tea = order(kitchen);
        SocketChannel egg = order(kitchen)) {
      int missing = 2;
      while (missing > 0) {
        missing -= take(tea) + take(egg);
        sleep(ofMillis(20)); // or it would keep a processor busy
      }
    }
  }

  private static SocketChannel order(SocketAddress kitchen) throws IOException {
    SocketChannel channel = SocketChannel.open(kitchen);
    channel.configureBlocking(false);
    return channel;
  }

  /** Returns how many dishes it took: one or none. */
  private static int take(SocketChannel channel) throws IOException {
    ByteBuffer three = ByteBuffer.allocate(3);
    if (channel.read(three) <= 0) { // 0 means not yet, -1 that it has been taken
      vain++;
      return 0;
    }
    IO.println(StandardCharsets.US_ASCII.decode(three.flip()));
    return 1;
  }
}
