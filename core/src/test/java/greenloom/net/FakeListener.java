package greenloom.net;

import greenloom.sync.GreenQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/** A server socket without an operating system: it accepts what a test lets come. */
final class FakeListener extends ServerSocket {
  private static final Object CLOSED = new Object();

  private final GreenQueue<Object> coming = GreenQueue.unbounded();
  private int ports = 40_000;
  private boolean closed;
  int accepted;

  FakeListener() throws IOException {}

  /** One connects. */
  Connection connect() throws SocketException {
    Connection c = new Connection(ports++);
    coming.put(c);
    return c;
  }

  /** The next accept fails with {@code e}. */
  void fail(Exception e) {
    coming.put(e);
  }

  @Override
  public Socket accept() throws IOException {
    Object next = closed ? CLOSED : coming.take();
    if (next instanceof IOException e) {
      throw e;
    } else if (next instanceof RuntimeException e) {
      throw e;
    } else if (next == CLOSED) {
      throw new SocketException("Socket closed");
    }
    accepted++;
    return (Socket) next;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    coming.offer(CLOSED);
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return new InetSocketAddress("127.0.0.1", 8001);
  }

  /** One that has connected. */
  static final class Connection extends Socket {
    private final int port;
    private boolean closed;

    private Connection(int port) {
      this.port = port;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
      return new InetSocketAddress("127.0.0.1", port);
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
