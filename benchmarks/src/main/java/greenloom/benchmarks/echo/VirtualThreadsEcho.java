package greenloom.benchmarks.echo;

import java.io.IOException;

/** A virtual thread of the JDK a connection. */
final class VirtualThreadsEcho {
  private VirtualThreadsEcho() {}

  static void main() throws IOException {
    BlockingEcho.serve(Thread::startVirtualThread);
  }
}
