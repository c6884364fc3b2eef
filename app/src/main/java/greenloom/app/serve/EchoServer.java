package greenloom.app.serve;

import greenloom.app.console.Quantities;
import greenloom.hub.GreenletExit;
import greenloom.hub.Hubs;
import greenloom.net.ServerGroup;
import greenloom.net.StreamServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Sends back what each connection sends, until that ends its half. */
public final class EchoServer implements Service {
  private static final int BUFFER = 16 * 1024;

  private @Nullable ServerGroup servers;
  private final LongAdder connections = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder cutOff = new LongAdder();

  @Override
  public InetSocketAddress start(InetSocketAddress at, Hubs hubs) throws IOException {
    ServerGroup group = ServerGroup.on(hubs, at, here -> StreamServer.at(here, this::echo));
    group.start();
    servers = group;
    return group.address();
  }

  private void echo(Socket connection) throws IOException {
    connections.increment();
    try {
      connection.setTcpNoDelay(true);
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      int n = in.read(buffer);
      while (n >= 0) {
        out.write(buffer, 0, n);
        bytes.add(n);
        n = in.read(buffer);
      }
    } catch (IOException e) {
      // the other side has gone, and takes no more
    } catch (GreenletExit e) {
      cutOff.increment();
      throw e;
    }
  }

  @Override
  public String title(String address) {
    return "listening on " + address;
  }

  @Override
  public String underWay() {
    int open = open();
    return open == 0 ? "" : Quantities.count(open, "connection");
  }

  @Override
  public void finish(Duration grace) {
    if (servers != null) {
      servers.stop(grace);
    }
  }

  @Override
  public String summary(Duration elapsed) {
    return "echoed "
        + Quantities.bytes(bytes.sum())
        + " for "
        + Quantities.count(connections.sum(), "connection")
        + ", in "
        + Quantities.seconds(elapsed)
        + (cutOff.sum() > 0 ? "; cut off " + cutOff : "");
  }

  /** How many connections are open. */
  int open() {
    return servers == null ? 0 : servers.open();
  }

  /** How many connections there have been. */
  long connections() {
    return connections.sum();
  }

  /** How many bytes were sent back. */
  long bytes() {
    return bytes.sum();
  }

  /** How many connections had to be cut off in the end. */
  long cutOff() {
    return cutOff.sum();
  }
}
