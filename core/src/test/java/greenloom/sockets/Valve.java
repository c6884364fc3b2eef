package greenloom.sockets;

import static greenloom.Greenloom.joinAll;
import static greenloom.Greenloom.spawn;

import greenloom.Greenlet;
import greenloom.sync.GreenSemaphore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;

/**
 * Passes on what two ends of a connection send each other; what the right one sends only as far as
 * it is let.
 */
final class Valve implements Closeable {
  final Socket left;
  final Socket right;
  private final List<Socket> inside;
  private final List<Greenlet<?>> passing;
  private final GreenSemaphore closed = new GreenSemaphore(0);
  private int allowed = Integer.MAX_VALUE;

  Valve() throws IOException {
    Socket[] leftEnds = Sockets.pair();
    Socket[] rightEnds = Sockets.pair();
    left = leftEnds[0];
    right = rightEnds[0];
    inside = List.of(leftEnds[1], rightEnds[1]);
    passing =
        List.of(
            spawn(() -> pass(leftEnds[1], rightEnds[1], false)),
            spawn(() -> pass(rightEnds[1], leftEnds[1], true)));
  }

  /** Lets through so many bytes more. */
  void allow(int bytes) {
    allowed = bytes;
  }

  /** Lets everything through again. */
  void open() {
    allowed = Integer.MAX_VALUE;
    closed.release();
  }

  private void pass(Socket from, Socket to, boolean limited) {
    byte[] buffer = new byte[1 << 14];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        int sent = 0;
        while (sent < n) {
          if (limited && allowed == 0) {
            closed.acquire();
          }
          int k = limited ? Math.min(n - sent, allowed) : n - sent;
          to.getOutputStream().write(buffer, sent, k);
          sent += k;
          if (limited && allowed != Integer.MAX_VALUE) {
            allowed -= k;
          }
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // the test is over
    }
  }

  @Override
  public void close() throws IOException {
    open();
    Sockets.closeAll(List.of(left, right));
    Sockets.closeAll(inside);
    joinAll(passing, Sockets.SOON); // the JDK's poller may still be about to wake one
  }
}
