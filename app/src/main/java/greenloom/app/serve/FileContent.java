package greenloom.app.serve;

import static greenloom.Greenloom.blocking;
import static greenloom.Greenloom.spawnOn;

import greenloom.hub.Body;
import greenloom.hub.Hub;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Set;
import org.eclipse.jetty.http.CompressedContentFormat;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/**
 * One file as it was when somebody asked for it. A greenlet sends it, in plain blocking code, piece
 * by piece; native threads read the pieces.
 */
final class FileContent extends HttpContent.Wrapper {
  private static final int PIECE = 64 * 1024;

  private final Hub hub;
  private final long size;
  private final HttpField tag;

  FileContent(HttpContent file, Hub hub) {
    super(file);
    this.hub = hub;
    this.size = file.getContentLengthValue();
    this.tag = new HttpField(HttpHeader.ETAG, tag(file.getLastModifiedInstant(), size));
  }

  /** Another one after each change that moves the time or the size. Jetty cuts it at a hyphen. */
  private static String tag(Instant modified, long size) {
    long time = modified.getEpochSecond() * 1_000_000_000 + modified.getNano();
    return '"' + Long.toHexString(time) + '.' + Long.toHexString(size) + '"';
  }

  @Override
  public HttpField getETag() {
    return tag;
  }

  /** None: what a file is named is what is sent. */
  @Override
  public Set<CompressedContentFormat> getPreCompressedContentFormats() {
    return Set.of();
  }

  /** The same without its bytes. */
  HttpContent head() {
    return new Wrapper(this) {
      @Override
      public void writeTo(Content.Sink sink, long offset, long length, Callback callback) {
        callback.succeeded();
      }
    };
  }

  /** Called on a native thread: the first piece is read at once. */
  @Override
  public void writeTo(Content.Sink sink, long offset, long length, Callback callback) {
    long end = length < 0 ? size : offset + length;
    try {
      FileChannel file = FileChannel.open(getResource().getPath());
      try {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, end - offset));
        fill(piece, file, offset);
        spawnOn(hub, () -> send(file, piece, offset, end, sink, callback));
      } catch (Throwable e) {
        file.close();
        throw e;
      }
    } catch (Throwable e) {
      callback.failed(e);
    }
  }

  private static void send(
      FileChannel file,
      ByteBuffer piece,
      long from,
      long end,
      Content.Sink sink,
      Callback callback) {
    try (file) {
      long at = from + piece.remaining();
      Content.Sink.write(sink, at == end, piece);
      while (at < end) {
        long next = at;
        piece.clear().limit((int) Math.min(PIECE, end - at));
        Body<ByteBuffer, IOException> read = () -> fill(piece, file, next);
        blocking(read);
        at += piece.remaining();
        Content.Sink.write(sink, at == end, piece);
      }
    } catch (Throwable e) {
      callback.failed(e);
      return;
    }
    callback.succeeded();
  }

  /** Reads until the piece is full, from {@code at} on. */
  private static ByteBuffer fill(ByteBuffer piece, FileChannel file, long at) throws IOException {
    while (piece.hasRemaining()) {
      if (file.read(piece, at + piece.position()) < 0) {
        throw new EOFException("the file has become shorter");
      }
    }
    return piece.flip();
  }
}
