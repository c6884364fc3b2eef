package greenloom.app.demo;

import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.spawn;
import static greenloom.Greenloom.spawnOn;

import greenloom.hub.Hub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves the demo's site on loopback, from a hub of its own: one greenlet accepts, and one serves
 * each connection with plain blocking reads and writes. Every page and picture comes after {@link
 * #DELAY}, over a connection of its own, whether they are fetched one at a time or together.
 */
public final class DemoServer implements AutoCloseable {
  /** How long each answer takes. */
  public static final Duration DELAY = Duration.ofMillis(100);

  private static final int BACKLOG = 512;

  private final DemoSite site;
  private final ServerSocket listener;
  private final Hub hub;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private DemoServer(DemoSite site, ServerSocket listener, Hub hub) {
    this.site = site;
    this.listener = listener;
    this.hub = hub;
  }

  /** Begins to serve on a free port. */
  public static DemoServer start(DemoSite site) throws IOException {
    ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    DemoServer server = new DemoServer(site, listener, Hub.start("demo-site"));
    spawnOn(server.hub, server::acceptAll);
    return server;
  }

  /** The root's address. */
  public String url() {
    return "http://"
        + listener.getInetAddress().getHostAddress()
        + ":"
        + listener.getLocalPort()
        + "/";
  }

  private @Nullable Void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        connections.add(connection);
        spawn(() -> serve(connection));
      } catch (IOException e) {
        return null; // closed
      }
    }
    return null;
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String request = readRequest(in);
      if (request != null) {
        answer(request, connection.getOutputStream());
      }
    } catch (IOException e) {
      // the other end has gone, or the server is closed: either way this connection has served its
      // time
    } finally {
      connections.remove(connection);
    }
  }

  /** Reads a request's head and returns its first line; null at the end of the connection. */
  private static @Nullable String readRequest(BufferedReader in) throws IOException {
    String request = in.readLine();
    String header = request;
    while (header != null && !header.isEmpty()) {
      header = in.readLine();
    }
    return header == null ? null : request;
  }

  private void answer(String request, OutputStream out) throws IOException {
    String[] words = request.split(" ", -1);
    DemoSite.Resource resource =
        words.length == 3 && words[0].equals("GET") ? site.find(words[1]) : null;
    if (resource == null) {
      send(out, "404 Not Found", "text/plain", new byte[0]);
      return;
    }
    if (resource.slow) {
      sleep(DELAY);
    }
    send(out, "200 OK", resource.contentType, resource.body);
  }

  private static void send(OutputStream out, String status, String type, byte[] body)
      throws IOException {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] message = new byte[start.length + body.length];
    System.arraycopy(start, 0, message, 0, start.length);
    System.arraycopy(body, 0, message, start.length, body.length);
    out.write(message); // in one piece: head and body in one packet
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
    hub.close();
  }
}
