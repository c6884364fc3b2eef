package greenloom.app.serve;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;

import greenloom.Group;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sends back what each connection sends, until that ends its half: one greenlet accepts, and one
 * serves each connection. It belongs to the hub of the greenlet that starts it.
 */
public final class EchoServer {
  private static final int BACKLOG = 4096;
  private static final int BUFFER = 16 * 1024;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ServerSocket listener;
  private final Consumer<String> warn;
  private final Group open = new Group();
  private long connections;
  private long bytes;
  private int cutOff;

  private EchoServer(ServerSocket listener, Consumer<String> warn) {
    this.listener = listener;
    this.warn = warn;
  }

  /** Listens on a port, 0 for any; connections wait until {@link #start}. */
  public static EchoServer listen(String host, int port, Consumer<String> warn) throws IOException {
    return new EchoServer(new ServerSocket(port, BACKLOG, InetAddress.getByName(host)), warn);
  }

  /** The port that it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Begins to accept. */
  public void start() {
    spawn(this::acceptAll);
  }

  private void acceptAll() {
    boolean warned = false;
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        warned = false;
        connections++;
        open.spawn(() -> echo(connection));
      } catch (IOException e) {
        if (listener.isClosed()) {
          return;
        }
        if (!warned) { // too many open files, for one: that passes when connections end
          warn.accept("cannot accept, will go on trying: " + e.getMessage());
          warned = true;
        }
        sleep(PAUSE);
      }
    }
  }

  private void echo(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      int n = in.read(buffer);
      while (n >= 0) {
        out.write(buffer, 0, n);
        bytes += n;
        n = in.read(buffer);
      }
    } catch (IOException e) {
      // the other side has gone, and takes no more
    }
  }

  /**
   * Accepts no more, waits until the connections have ended, at most so long, and cuts off the
   * rest.
   */
  public void finish(Duration grace) throws IOException {
    listener.close();
    if (!open.join(grace)) {
      cutOff = open.size();
      open.kill();
    }
  }

  /** How many connections are open. */
  public int open() {
    return open.size();
  }

  /** How many connections there have been. */
  public long connections() {
    return connections;
  }

  /** How many bytes were sent back. */
  public long bytes() {
    return bytes;
  }

  /** How many connections had to be cut off in the end. */
  public int cutOff() {
    return cutOff;
  }
}
