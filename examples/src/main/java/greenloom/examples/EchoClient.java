package greenloom.examples;

import static greenloom.Greenloom.run;

import greenloom.net.StandardInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client to type at: sends each line to an echo server, and shows what comes back. */
final class EchoClient {
  static void main(String... args) {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8001;
    StandardInput.install(); // so that others would run while somebody types
    run(() -> talk(port));
  }

  private static void talk(int port) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String line = IO.readln(">>: ");
      while (line != null) {
        byte[] message = line.getBytes(StandardCharsets.UTF_8);
        server.getOutputStream().write(message);
        byte[] answer = server.getInputStream().readNBytes(message.length);
        IO.println("Received '" + new String(answer, StandardCharsets.UTF_8) + "'");
        if (answer.length < message.length) {
          throw new IOException("the server has hung up");
        }
        line = IO.readln(">>: ");
      }
    }
    IO.println();
  }
}
