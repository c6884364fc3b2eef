package greenloom.app.serve;

import greenloom.hub.Hubs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Something that serves at a port, on the hubs of a group, which share the port. */
public interface Service {
  /**
   * Listens, and begins to serve.
   *
   * @return where it listens; the port is the real one if 0 was asked for
   */
  InetSocketAddress start(InetSocketAddress at, Hubs hubs) throws IOException;

  /** What it serves and where, for the user. */
  String title(String address);

  /** How much is under way, for the user; empty if nothing is. */
  String underWay();

  /** Lets nothing new begin, waits until all has ended, at most so long, and cuts off the rest. */
  void finish(Duration grace);

  /** What it has done, for the user. */
  String summary(Duration elapsed);
}
