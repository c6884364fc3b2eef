package greenloom.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketImpl;
import org.jspecify.annotations.Nullable;

/** A server socket of the JDK whose connections tell whether somebody reads them. */
final class Listener extends ServerSocket {
  Listener() throws IOException {}

  @Override
  public Socket accept() throws IOException {
    Connection accepted = new Connection();
    implAccept(accepted);
    return accepted;
  }

  /** One of them, in all else a socket of the JDK. */
  static final class Connection extends Socket {
    private boolean reading; // not worth a fence
    private @Nullable InputStream in;

    private Connection() throws IOException {
      super((SocketImpl) null); // made when a connection has come
    }

    /**
     * Whether somebody reads; seen from a thread of the same hub that means: waits. With several
     * readers, roughly.
     */
    boolean reading() {
      return reading;
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
      InputStream plain = super.getInputStream(); // refuses if closed; the same each time
      if (in == null) {
        in = new Noted(plain);
      }
      return in;
    }

    private final class Noted extends FilterInputStream {
      Noted(InputStream plain) {
        super(plain);
      }

      @Override
      public int read() throws IOException {
        reading = true;
        try {
          return in.read();
        } finally {
          reading = false;
        }
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        reading = true;
        try {
          return in.read(bytes, offset, length);
        } finally {
          reading = false;
        }
      }
    }
  }
}
