package greenloom.stress.sockets;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** A {@link Socket}, perhaps with TLS over another one. */
final class SocketWire implements Wire {
  private final Socket socket;
  private final Socket below;

  SocketWire(Socket socket) {
    this(socket, socket);
  }

  /** One that is TLS over {@code below}. */
  SocketWire(Socket socket, Socket below) {
    this.socket = socket;
    this.below = below;
  }

  /** The socket of the operating system. */
  Socket below() {
    return below;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    return socket.getInputStream().read(into, at, length);
  }

  @Override
  public int readFully(byte[] into, int at, int length) throws IOException {
    return socket.getInputStream().readNBytes(into, at, length);
  }

  @Override
  public void readLimit(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  @Override
  public void smallBuffers() throws IOException {
    below.setSendBufferSize(SMALL);
    below.setReceiveBufferSize(SMALL);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  @Override
  public void handshake() throws IOException {
    if (socket instanceof SSLSocket tls) {
      tls.startHandshake();
    }
  }

  @Override
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void reset() throws IOException {
    below.setSoLinger(true, 0);
    below.close();
  }

  @Override
  public void cut() throws IOException {
    below.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public String toString() {
    return socket.toString();
  }
}
