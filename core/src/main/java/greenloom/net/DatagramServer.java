package greenloom.net;

import greenloom.Pool;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server of datagrams: each is handled by plain blocking code in a greenlet of its own.
 *
 * <pre>{@code
 * DatagramServer.at(new InetSocketAddress(8001), (packet, socket) -> socket.send(packet))
 *     .serveForever();
 * }</pre>
 *
 * <p>Each datagram that was received is handled, unless its handler is killed before it begins.
 * Those that the operating system holds when the server stops, or has no room for while the pool is
 * full, are lost, as datagrams may be.
 */
public final class DatagramServer extends Server {
  /** More than any datagram holds. */
  private static final int MOST_BYTES = 1 << 16;

  /** What handles one datagram. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Handles {@code packet}, which is the handler's to keep and change, and which is addressed to
     * its sender. Answers go out of {@code socket}, which is the server's: it is open until the
     * last handler has ended.
     */
    void handle(DatagramPacket packet, DatagramSocket socket) throws Exception;
  }

  private final Handler handler;
  private final byte[] buffer = new byte[MOST_BYTES];

  // written before or at the start
  private @Nullable DatagramSocket socket;
  private boolean reusePort;

  // any thread
  private volatile boolean refuses;

  private DatagramServer(
      InetSocketAddress address, @Nullable DatagramSocket socket, Handler handler) {
    super(address);
    this.socket = socket;
    this.handler = handler;
  }

  /** Returns a server that will receive at {@code address}; port 0: at a free one. */
  public static DatagramServer at(InetSocketAddress address, Handler handler) {
    return new DatagramServer(address, null, handler);
  }

  /**
   * Returns a server that will receive from {@code socket}, of whatever class, which it closes in
   * the end.
   *
   * @throws IllegalArgumentException if that is not bound, or closed
   */
  public static DatagramServer on(DatagramSocket socket, Handler handler) {
    if (socket.isClosed() || !socket.isBound()) {
      throw new IllegalArgumentException(socket + " does not listen");
    }
    return new DatagramServer((InetSocketAddress) socket.getLocalSocketAddress(), socket, handler);
  }

  // --- setting up ---

  /**
   * Handles at most as many at a time as {@code pool} has places. When it is full the server
   * receives nothing until a place is free; the operating system keeps some, and drops the rest.
   * Without a pool there is no limit.
   *
   * @throws IllegalStateException after the start
   */
  public DatagramServer pool(Pool pool) {
    within(pool);
    return this;
  }

  /**
   * Shares the port with others that do; see {@link StreamServer#reusePort}. Datagrams of one
   * sender go to the same one.
   *
   * @throws IllegalStateException after the start, or if the socket was given
   */
  @Override
  public DatagramServer reusePort() {
    mustBeNew();
    if (socket != null) {
      throw new IllegalStateException(this + " was given a socket that is bound already");
    }
    reusePort = true;
    return this;
  }

  // --- serving ---

  @Override
  InetSocketAddress listen() throws IOException {
    DatagramSocket s = socket;
    if (s == null) {
      s = bound();
      socket = s;
    }
    return (InetSocketAddress) s.getLocalSocketAddress();
  }

  private DatagramSocket bound() throws IOException {
    DatagramSocket s = new DatagramSocket(null);
    try {
      if (reusePort) {
        s.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      s.bind(address());
      return s;
    } catch (IOException e) {
      s.close();
      throw cannotListen(address(), e);
    } catch (UnsupportedOperationException e) {
      s.close();
      throw new IOException("this operating system cannot share a port", e);
    }
  }

  @Override
  void take() throws IOException {
    DatagramSocket s = Objects.requireNonNull(socket);
    DatagramPacket whole = new DatagramPacket(buffer, buffer.length);
    s.receive(whole);
    byte[] bytes = Arrays.copyOf(buffer, whole.getLength());
    var from = (InetSocketAddress) whole.getSocketAddress();
    var packet = new DatagramPacket(bytes, bytes.length, from);
    handle(() -> {}, "datagram from " + text(from), () -> handler.handle(packet, s));
  }

  @Override
  void refuse() {
    refuses = true;
  }

  @Override
  boolean refuses() {
    return refuses || Objects.requireNonNull(socket).isClosed();
  }

  @Override
  void release() {
    if (socket != null) {
      socket.close();
    }
  }
}
