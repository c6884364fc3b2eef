package greenloom.examples;

import static greenloom.Greenloom.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** Blocking: a read waits until something has come, and copies it. The egg waits for the tea. */
final class BlockingIo {
  static void main() {
    run(() -> Kitchen.serve(BlockingIo::eat));
  }

  private static void eat(SocketAddress kitchen) throws IOException {
    try (Socket tea = order(kitchen);
        Socket egg = order(kitchen)) {
      IO.println(text(tea));
      IO.println(text(egg));
    }
  }

  private static Socket order(SocketAddress kitchen) throws IOException {
    var address = (InetSocketAddress) kitchen;
    return new Socket(address.getAddress(), address.getPort());
  }

  private static String text(Socket socket) throws IOException {
    byte[] three = new byte[3];
    int n = socket.getInputStream().read(three);
    return new String(three, 0, n, StandardCharsets.US_ASCII);
  }
}
