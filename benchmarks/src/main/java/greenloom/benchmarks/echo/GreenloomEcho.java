package greenloom.benchmarks.echo;

import greenloom.Greenloom;

/** A greenlet a connection, all on one hub. */
final class GreenloomEcho {
  private GreenloomEcho() {}

  static void main() {
    Greenloom.run(() -> BlockingEcho.serve(body -> Greenloom.spawn(body::run)));
  }
}
