package greenloom.net;

import static java.util.Objects.checkFromIndexSize;

import greenloom.ThreadPool;
import greenloom.sync.AsyncResult;
import greenloom.sync.GreenSemaphore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is read by a native thread of its own, started at the first read, while the reader
 * waits on its hub.
 *
 * <p>Any thread may read; one at a time, first come, first served. A kill, a time limit or an
 * interrupt ends the wait and loses nothing: the native thread reads on, and what it gets goes to
 * the next reader.
 */
final class ThreadedInput extends InputStream {
  private static final int CHUNK = 8192;

  private final InputStream in;
  private final ThreadPool thread = new ThreadPool(1);
  private final GreenSemaphore turn = new GreenSemaphore(1);

  private volatile boolean closed;

  // whoever has the turn
  private byte[] chunk = {};
  private int at;
  private @Nullable AsyncResult<byte[]> coming;

  ThreadedInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    checkFromIndexSize(from, length, to.length);
    if (length == 0) {
      return 0;
    }
    try {
      turn.acquire();
      try {
        return take(to, from, length);
      } finally {
        turn.release();
      }
    } catch (CancellationException e) {
      InterruptedIOException interrupted = new InterruptedIOException("interrupted in a read");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private int take(byte[] to, int from, int length) throws IOException {
    if (at == chunk.length) {
      chunk = nextChunk();
      at = 0;
    }
    int taken = Math.min(length, chunk.length - at);
    System.arraycopy(chunk, at, to, from, taken);
    at += taken;
    return taken == 0 ? -1 : taken;
  }

  /** Empty at the end of the stream, which a terminal may go beyond. */
  private byte[] nextChunk() throws IOException {
    AsyncResult<byte[]> result = coming;
    if (result == null) {
      if (closed) {
        throw new IOException("stream closed");
      }
      result = thread.spawn(this::readChunk);
      coming = result;
    }
    result.await(); // nothing is forgotten if this is left
    coming = null;
    if (result.exception() instanceof IOException e) {
      throw new IOException(e.getMessage(), e);
    }
    return result.get();
  }

  private byte[] readChunk() throws IOException {
    byte[] bytes = new byte[CHUNK];
    int n = in.read(bytes);
    return n < 0 ? new byte[0] : Arrays.copyOf(bytes, n);
  }

  /** What can be read at once. */
  @Override
  public int available() {
    return chunk.length - at;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    thread.close();
    in.close();
  }
}
