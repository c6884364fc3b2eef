package greenloom.net;

import greenloom.hub.Arrivals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ServerSocket} whose connections cost the hub less: while greenlets of one hub read them,
 * the operating system is told once per connection what is waited for, and not once per wait.
 *
 * <p>In everything else it is a {@code ServerSocket}, and what it accepts are sockets of the JDK:
 * options, half-closing, time limits, exceptions. Code that takes either works with it. They may be
 * used by any thread; on platform threads and on virtual threads of the JDK's own scheduler they
 * wait in the JDK's way. A kill or a time limit that comes out of a read leaves the socket usable;
 * out of a write, nobody knows how much was sent.
 *
 * <p>Where hubs do not wait for sockets themselves ({@code hub.stats().poller()} is not {@code
 * "epoll"}) it is an ordinary server socket altogether.
 */
public class GreenServerSocket extends ServerSocket {
  /** Makes one that is not bound yet. */
  public GreenServerSocket() throws IOException {}

  /** Makes one at {@code port} of all addresses; 0: at a free port. */
  public GreenServerSocket(int port) throws IOException {
    super(port);
  }

  /** Makes one at {@code port} that lets so many connections wait to be accepted. */
  public GreenServerSocket(int port, int backlog) throws IOException {
    super(port, backlog);
  }

  /** Makes one at {@code port} of {@code address}; null: of all addresses. */
  public GreenServerSocket(int port, int backlog, @Nullable InetAddress address)
      throws IOException {
    super(port, backlog, address);
  }

  @Override
  public Socket accept() throws IOException {
    if (!Arrivals.possible()) {
      return super.accept();
    }
    if (isClosed()) {
      throw new SocketException("Socket is closed");
    }
    if (!isBound()) {
      throw new SocketException("Socket is not bound yet");
    }
    HubSocket accepted = new HubSocket();
    implAccept(accepted);
    return accepted;
  }
}
