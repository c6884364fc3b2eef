package greenloom.examples;

import greenloom.net.StreamServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * An echo server of plain blocking code: the state of a connection is where its greenlet stands.
 */
final class EchoByGreenlets {
  static void main(String... args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8001;
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    StreamServer server = StreamServer.at(address, EchoByGreenlets::echo);
    server.start();
    IO.println("listening on 127.0.0.1:" + server.address().getPort());
    server.serveForever();
  }

  /** Each connection runs this in a greenlet of its own. */
  private static void echo(Socket connection) throws IOException {
    connection.getInputStream().transferTo(connection.getOutputStream());
  }
}
