package greenloom.benchmarks.echo;

import greenloom.Greenloom;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A greenlet a connection, all on one hub. */
final class GreenloomEcho {
  private GreenloomEcho() {}

  static void main() {
    InetAddress here = InetAddress.getLoopbackAddress();
    Greenloom.run(() ->
        BlockingEcho.serve(
            new ServerSocket(0, BlockingEcho.BACKLOG, here), body -> Greenloom.spawn(body::run)));
  }
}
