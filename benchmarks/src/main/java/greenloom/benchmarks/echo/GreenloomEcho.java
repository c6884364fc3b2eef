package greenloom.benchmarks.echo;

import greenloom.Greenloom;
import greenloom.net.GreenServerSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A greenlet a connection, all on one hub; with {@code own} in the library's own server socket. */
final class GreenloomEcho {
  private GreenloomEcho() {}

  static void main(String[] args) {
    boolean own = args.length > 0 && args[0].equals("own");
    Greenloom.run(() -> BlockingEcho.serve(bound(own), body -> Greenloom.spawn(body::run)));
  }

  private static ServerSocket bound(boolean own) throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    return own
        ? new GreenServerSocket(0, BlockingEcho.BACKLOG, here)
        : new ServerSocket(0, BlockingEcho.BACKLOG, here);
  }
}
