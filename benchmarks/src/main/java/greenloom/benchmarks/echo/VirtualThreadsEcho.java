package greenloom.benchmarks.echo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A virtual thread of the JDK a connection. */
final class VirtualThreadsEcho {
  private VirtualThreadsEcho() {}

  static void main() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    BlockingEcho.serve(new ServerSocket(0, BlockingEcho.BACKLOG, here), Thread::startVirtualThread);
  }
}
