package greenloom.net;

import greenloom.ThreadPool;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A stream that is written by a native thread of its own, started at the first write, while the
 * writer waits on its hub. A kill ends the wait; what was handed over is written.
 */
final class ThreadedOutput extends OutputStream {
  private final OutputStream out;
  private final ThreadPool thread = new ThreadPool(1);

  ThreadedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int at, int length) throws IOException {
    byte[] copy = Arrays.copyOfRange(from, at, at + length);
    thread.apply(() -> {
      out.write(copy);
      out.flush();
    });
  }

  @Override
  public void close() throws IOException {
    thread.close();
    out.close();
  }
}
