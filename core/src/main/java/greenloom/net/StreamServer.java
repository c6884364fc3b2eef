package greenloom.net;

import static greenloom.Greenloom.withTimeout;

import greenloom.Pool;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server of connections, with or without TLS: each is handled by plain blocking code in a
 * greenlet of its own, and closed when that ends, however it ends.
 *
 * <pre>{@code
 * StreamServer.at(new InetSocketAddress(8001), socket -> {
 *       InputStream in = socket.getInputStream();
 *       in.transferTo(socket.getOutputStream());
 *     })
 *     .pool(new Pool(10_000))
 *     .serveForever();
 * }</pre>
 *
 * <p>No connection that was accepted is lost: it is handled, or closed if the server is stopped or
 * the handler killed before that could begin. Those that the operating system has queued by the
 * time the server stops are reset by it.
 *
 * <p>Options such as {@link Socket#setTcpNoDelay} and {@link Socket#setSoTimeout} are the
 * handler's.
 */
public final class StreamServer extends Server {
  private static final int BACKLOG = 4096;

  /** What handles one connection. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Handles {@code connection}, which is closed when this returns or throws. With TLS it is an
     * {@link SSLSocket} whose handshake is over.
     */
    void handle(Socket connection) throws Exception;
  }

  private final Handler handler;

  // written before or at the start
  private @Nullable ServerSocket listener;
  private int backlog = BACKLOG;
  private boolean reusePort;
  private @Nullable SSLContext tls;
  private @Nullable SSLParameters parameters;
  Duration handshakeWithin = Duration.ofSeconds(10);

  private StreamServer(
      InetSocketAddress address, @Nullable ServerSocket listener, Handler handler) {
    super(address);
    this.listener = listener;
    this.handler = handler;
  }

  /** Returns a server that will listen at {@code address}; port 0: at a free one. */
  public static StreamServer at(InetSocketAddress address, Handler handler) {
    return new StreamServer(address, null, handler);
  }

  /**
   * Returns a server that will accept from {@code listener}, of whatever class, which it closes in
   * the end. With TLS the listener is a plain one.
   *
   * @throws IllegalArgumentException if that is not bound, or closed
   */
  public static StreamServer on(ServerSocket listener, Handler handler) {
    if (listener.isClosed() || !listener.isBound()) {
      throw new IllegalArgumentException(listener + " does not listen");
    }
    var address = (InetSocketAddress) listener.getLocalSocketAddress();
    return new StreamServer(address, listener, handler);
  }

  // --- setting up ---

  /**
   * Handles at most as many at a time as {@code pool} has places. When it is full the server
   * accepts nothing, and clients wait in the queue of the operating system, until a place is free.
   * Without a pool there is no limit.
   *
   * @throws IllegalStateException after the start
   */
  public StreamServer pool(Pool pool) {
    within(pool);
    return this;
  }

  /**
   * Lets at most {@code connections} wait to be accepted, or as many as the operating system
   * allows, if that is less; 4096 otherwise.
   *
   * @throws IllegalStateException after the start, or if the listener was given
   */
  public StreamServer backlog(int connections) {
    mustBind();
    backlog = connections;
    return this;
  }

  /**
   * Shares the port with others that do: one server on each of several hubs, as a {@link
   * ServerGroup} has them, or in another process of the same user. The operating system spreads the
   * connections over them. Linux and a few others can; macOS lets them share, and gives all
   * connections to one.
   *
   * @throws IllegalStateException after the start, or if the listener was given
   */
  @Override
  public StreamServer reusePort() {
    mustBind();
    reusePort = true;
    return this;
  }

  /** Speaks TLS; see {@link #tls(SSLContext, SSLParameters)}. */
  public StreamServer tls(SSLContext context) {
    mustBeNew();
    tls = context;
    return this;
  }

  /**
   * Speaks TLS as {@code settings} say: versions, whether clients need a certificate, protocols.
   * The handshake is made in the greenlet of the handler, in ten seconds at most; if it fails, that
   * is reported as a failure of the handler, which is not called.
   *
   * @throws IllegalStateException after the start
   */
  public StreamServer tls(SSLContext context, SSLParameters settings) {
    parameters = settings;
    return tls(context);
  }

  private void mustBind() {
    mustBeNew();
    if (listener != null) {
      throw new IllegalStateException(this + " was given a socket that listens already");
    }
  }

  // --- serving ---

  @Override
  InetSocketAddress listen() throws IOException {
    ServerSocket socket = listener;
    if (socket == null) {
      socket = bound();
      listener = socket;
    }
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private ServerSocket bound() throws IOException {
    ServerSocket socket = new Listener();
    try {
      if (reusePort) {
        socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      socket.bind(address(), backlog);
      return socket;
    } catch (IOException e) {
      close(socket);
      throw cannotListen(address(), e);
    } catch (UnsupportedOperationException e) {
      close(socket);
      throw new IOException("this operating system cannot share a port", e);
    }
  }

  private ServerSocket listener() {
    return Objects.requireNonNull(listener);
  }

  @Override
  void take() throws IOException {
    Socket connection = listener().accept();
    boolean taken = false;
    try {
      var peer = (InetSocketAddress) connection.getRemoteSocketAddress();
      handle(connection, "connection from " + text(peer), () -> serve(connection));
      taken = true;
    } finally {
      if (!taken) { // stopped while it waited for a place
        close(connection);
      }
    }
  }

  private void serve(Socket connection) throws Exception {
    try (connection) {
      if (tls == null) {
        handler.handle(connection);
      } else {
        SSLSocket secured = shakeHands(tls, connection);
        handler.handle(secured);
        secured.close(); // only who has not failed says that this was all
      }
    }
  }

  private SSLSocket shakeHands(SSLContext context, Socket connection) throws IOException {
    var secured = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true);
    if (parameters != null) {
      secured.setSSLParameters(parameters);
    }
    withTimeout(handshakeWithin, secured::startHandshake);
    return secured;
  }

  @Override
  void refuse() {
    ServerSocket socket = listener;
    if (socket != null) {
      close(socket);
    }
  }

  @Override
  boolean refuses() {
    return listener().isClosed();
  }

  @Override
  void release() {}

  // --- asking ---

  /** Returns how many connections are open: accepted, and neither ended nor given up. */
  @Override
  public int open() {
    return super.open();
  }

  /**
   * Returns how many of the open connections are idle: their handlers wait for the other side to
   * send. Always 0 of a server that was given its listener.
   */
  public int idle() {
    int idle = 0;
    for (Closeable connection : handled()) {
      if (connection instanceof Listener.Connection c && c.reading()) {
        idle++;
      }
    }
    return idle;
  }
}
