package greenloom.net;

import greenloom.hub.Arrivals;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An accepted socket, of the JDK's making from end to end, that does not read before there is
 * something to read.
 *
 * <p>The JDK's read tries first, then asks the operating system for one report, waits, and tries
 * again. Here a green thread waits first, with what its hub knows of {@link Arrivals}, and then
 * calls that read, which finds something at once. Whatever else may happen in a read, the end, a
 * reset, a closed socket, an interrupt, two readers, is left to it. A write of the JDK tries first,
 * too, and that is right: it seldom has to wait.
 *
 * <p>The watch is that of the hub which reads; if another hub's green thread reads, it moves there.
 * It begins and ends under the monitor of {@code this.lock}, and none begins after the closing has.
 * So the descriptor is never named when it is closed; every way to close it leads through {@link
 * #close}, except the collector's, when nobody can read any more.
 */
final class HubSocket extends Socket {
  /** The JDK reads so much at once, at most. */
  private static final int MOST_BYTES = 128 * 1024;

  private final Object lock = new Object();

  // under the lock; arrivals is read without
  private volatile @Nullable Arrivals arrivals;
  private @Nullable InputStream in;
  private boolean closing;

  // any thread
  private volatile int timeout;

  HubSocket() throws SocketException {
    super((SocketImpl) null); // the server makes it when a connection has come
  }

  // --- reading ---

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream plain = super.getInputStream(); // refuses if closed
    synchronized (lock) {
      if (in == null) {
        in = new Incoming(plain);
      }
      return in;
    }
  }

  private final class Incoming extends InputStream {
    private final InputStream plain;

    Incoming(InputStream plain) {
      this.plain = plain;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      Arrivals a = length == 0 ? null : arrivals();
      if (a == null) {
        return plain.read(bytes, offset, length);
      }
      if (!a.await(timeout) && plain.available() == 0) { // the hub may not have been told yet
        throw new SocketTimeoutException("Read timed out");
      }
      a.taking();
      int n = 0;
      try {
        n = plain.read(bytes, offset, length);
        return n;
      } finally {
        a.took(0 < n && n < Math.min(length, MOST_BYTES));
      }
    }

    @Override
    public int available() throws IOException {
      return plain.available();
    }

    @Override
    public void close() throws IOException {
      HubSocket.this.close();
    }
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    super.setSoTimeout(millis);
    timeout = millis;
  }

  // --- the watch ---

  /** What the caller's hub knows; null if the caller is no green thread. */
  private @Nullable Arrivals arrivals() throws IOException {
    Arrivals a = arrivals;
    return a != null && a.here() ? a : moveHere();
  }

  private @Nullable Arrivals moveHere() throws IOException {
    synchronized (lock) {
      Arrivals next = closing ? null : Arrivals.at(this);
      if (next != null) {
        if (arrivals != null) {
          arrivals.end(false);
        }
        arrivals = next;
      }
      return next;
    }
  }

  @Override
  public void close() throws IOException {
    Arrivals a;
    synchronized (lock) {
      closing = true;
      a = arrivals;
      arrivals = null;
    }
    if (a != null) {
      a.end(true);
    }
    super.close();
  }
}
