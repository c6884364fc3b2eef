package greenloom.examples;

import greenloom.net.DatagramServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server that sends each datagram back to where it came from. */
final class UdpEcho {
  static void main(String... args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8001;
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    DatagramServer server = DatagramServer.at(address, UdpEcho::echo);
    server.start();
    IO.println("listening on 127.0.0.1:" + server.address().getPort());
    server.serveForever();
  }

  /** Each datagram runs this in a greenlet of its own. */
  private static void echo(DatagramPacket packet, DatagramSocket socket) throws IOException {
    socket.send(packet); // it is addressed to its sender
  }
}
