package greenloom.examples;

import greenloom.Scope;
import greenloom.net.StreamServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Passes connections on to another server, both ways, and the end of each half by itself. */
final class PortForwarder {
  private static final int TO_CONNECT_MILLIS = 10_000;

  static void main(String... args) throws IOException {
    if (args.length < 2) {
      throw new IllegalArgumentException("where to is missing: a host and a port");
    }
    var target = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    int port = args.length > 2 ? Integer.parseInt(args[2]) : 8002;
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    StreamServer server = StreamServer.at(address, near -> forward(near, target));
    server.start();
    IO.println("listening on 127.0.0.1:" + server.address().getPort());
    server.serveForever();
  }

  static void forward(Socket near, InetSocketAddress target) throws IOException {
    try (Socket far = new Socket()) {
      far.connect(target, TO_CONNECT_MILLIS);
      Scope.run(scope -> { // if one way fails, or somebody kills this, both have ended after it
        scope.spawn(() -> pass(near, far));
        scope.spawn(() -> pass(far, near));
      });
    }
  }

  private static void pass(Socket from, Socket to) throws IOException {
    from.getInputStream().transferTo(to.getOutputStream());
    to.shutdownOutput(); // nothing more comes this way; the other way may go on
  }
}
