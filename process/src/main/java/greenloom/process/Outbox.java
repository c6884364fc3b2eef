package greenloom.process;

import greenloom.hub.GreenThread;
import greenloom.hub.Hub;
import greenloom.hub.Watcher;
import greenloom.sync.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The frames that are to be written to a connection. Whoever sends puts its frame in and goes on;
 * so a kill of the sender never leaves half a frame behind. One at a time writes: who finds the
 * count of sends at 0 begins, and writes until nothing has been added since it last looked.
 *
 * <p>On the connection's own hub a green thread does it, behind those that are ready, so what they
 * all send goes out in one call of the operating system. Other threads write themselves, which
 * never waits: what finds no room is left to a watcher.
 */
final class Outbox {
  private static final int BUFFER = 128 * 1024;

  /** Who has to read and write with more than that unwritten reads no further. */
  static final long FULL = 4L * 1024 * 1024;

  // immutable
  private final Hub hub;
  private final SocketChannel channel;
  private final Consumer<IOException> onFailure;

  // any thread
  private final Queue<ByteBuffer[]> frames = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sends = new AtomicInteger();
  private final AtomicLong unwritten = new AtomicLong();
  private final Event wake = new Event();
  private final Event written = new Event();
  private volatile boolean closed;

  // whoever writes
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
  private ByteBuffer @Nullable [] frame;
  private int piece;

  Outbox(Hub hub, SocketChannel channel, Consumer<IOException> onFailure) {
    this.hub = hub;
    this.channel = channel;
    this.onFailure = onFailure;
  }

  /** Starts its green thread. */
  void begin(String name) {
    GreenThread _ = hub.spawn(name, this::writeWhenWoken);
  }

  /** Has {@code pieces} written after what was sent before; does not wait. */
  void send(ByteBuffer... pieces) {
    long bytes = 0;
    for (ByteBuffer p : pieces) {
      bytes += p.remaining();
    }
    unwritten.addAndGet(bytes);
    frames.add(pieces);
    if (sends.getAndIncrement() == 0) {
      if (Thread.currentThread().isVirtual() && Hub.current() == hub) {
        wake.set();
      } else {
        write();
      }
    }
  }

  /**
   * Keeps back what anybody sends, so that it goes out together; until {@link #release}, which gets
   * what this returns. Not if some is being written.
   */
  boolean hold() {
    return sends.compareAndSet(0, 1);
  }

  /** Writes what was kept back. */
  void release(boolean held) {
    if (held) {
      write();
    }
  }

  /** Waits until no more than {@code bytes} are unwritten. */
  void awaitAtMost(long bytes) {
    while (unwritten.get() > bytes && !closed) {
      written.clear();
      if (unwritten.get() > bytes && !closed) {
        written.await();
      }
    }
  }

  void close() {
    closed = true;
    wake.set();
    written.set();
  }

  private void writeWhenWoken() {
    while (!closed) {
      wake.await();
      wake.clear();
      if (sends.get() > 0 && !closed) {
        write();
      }
    }
  }

  /** Writes all there is; for the one whose turn it is. */
  private void write() {
    try {
      int seen = sends.get();
      while (seen > 0) {
        while (fill()) {
          if (!flush()) {
            Watcher _ = hub.onWritable(channel, this::goOn);
            return; // it is the watcher's turn
          }
        }
        seen = sends.addAndGet(-seen);
      }
    } catch (IOException e) {
      onFailure.accept(e);
    } catch (IllegalStateException e) {
      onFailure.accept(new IOException("its hub has ended", e));
    }
  }

  private void goOn(Watcher room) {
    room.close();
    if (!closed) {
      write();
    }
  }

  /** Moves bytes into the buffer; returns whether there are any. */
  private boolean fill() {
    while (out.hasRemaining()) {
      ByteBuffer[] pieces = frame != null ? frame : frames.poll();
      if (pieces == null) {
        break;
      }
      ByteBuffer from = pieces[piece];
      int n = Math.min(from.remaining(), out.remaining());
      out.put(out.position(), from, from.position(), n);
      out.position(out.position() + n);
      from.position(from.position() + n);
      boolean done = !from.hasRemaining();
      piece = done ? piece + 1 : piece;
      frame = done && piece == pieces.length ? null : pieces;
      piece = frame == null ? 0 : piece;
    }
    return out.position() > 0;
  }

  /** Writes the buffer; returns whether all of it could be. */
  private boolean flush() throws IOException {
    out.flip();
    long n = channel.write(out);
    boolean all = !out.hasRemaining();
    out.compact();
    unwritten.addAndGet(-n);
    if (!written.isSet()) {
      written.set(); // who waits looks how much is left
    }
    return all;
  }
}
