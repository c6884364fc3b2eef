package greenloom.programs;

import greenloom.Greenloom;
import greenloom.hub.Hub;
import greenloom.net.StreamServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Sends back what connections send; prints its port, and the failures that are reported. */
public final class ServesEcho {
  private ServesEcho() {}

  /** The program; it ends when it is killed. */
  public static void main(String[] args) {
    Greenloom.run(() -> {
      Hub.current().onFailure((what, e) -> System.out.println(what + ": " + e.getMessage()));
      StreamServer server =
          StreamServer.at(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
      server.start();
      System.out.println(server.address().getPort());
      server.serveForever();
    });
  }
}
