package greenloom.process;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message between two processes. Its bytes, numbers with the highest byte first:
 *
 * <pre>
 *   4  how many bytes follow
 *   1  kind
 *   8  number of the request it makes, answers or calls off; 0 if it wants no answer
 *   8  number of the object that is asked
 *   1  what is asked
 *   4  how many values follow; of each
 *     4  how many bytes follow
 *     n  the value, a {@link Blob}
 * </pre>
 */
final class Frame {
  /** Bytes of a frame without values, and without those that tell its length. */
  static final int HEAD = 22;

  /** From here on bytes of values are written from where they are. */
  private static final int BIG = 8 * 1024;

  enum Kind {
    REQUEST,
    REPLY,
    FAILURE,
    CANCEL;

    static final List<Kind> ALL = List.of(values());
  }

  private final Kind kind;
  private final long id;
  private final long object;
  private final Op op;
  private final Blob[] values;

  Frame(Kind kind, long id, long object, Op op, Blob... values) {
    this.kind = kind;
    this.id = id;
    this.object = object;
    this.op = op;
    this.values = values;
  }

  Kind kind() {
    return kind;
  }

  long id() {
    return id;
  }

  long object() {
    return object;
  }

  Op op() {
    return op;
  }

  Blob[] values() {
    return values;
  }

  /**
   * Returns its bytes, in pieces.
   *
   * @throws IllegalArgumentException if there are more than {@code limit}
   */
  ByteBuffer[] encode(int limit) {
    long bytes = HEAD;
    for (Blob value : values) {
      bytes += 4L + value.length();
    }
    if (bytes > limit) {
      throw new IllegalArgumentException(
          "a message of "
              + bytes
              + " bytes is over the limit of "
              + limit
              + "; send less at a time, or raise WorkerSetup.frameLimit");
    }
    return bytes < BIG ? inOne((int) bytes) : inPieces((int) bytes);
  }

  private ByteBuffer[] inOne(int bytes) {
    ByteBuffer all = head(bytes, bytes);
    for (Blob value : values) {
      all.putInt(value.length()).put(value.bytes());
    }
    return new ByteBuffer[] {all.flip()};
  }

  private ByteBuffer[] inPieces(int bytes) {
    ByteBuffer[] pieces = new ByteBuffer[1 + 2 * values.length];
    int n = 0;
    pieces[n++] = head(bytes, HEAD).flip();
    for (Blob value : values) {
      pieces[n++] = ByteBuffer.allocate(4).putInt(value.length()).flip();
      pieces[n++] = value.bytes();
    }
    return pieces;
  }

  @SuppressWarnings("EnumOrdinal") // both sides are of one version
  private ByteBuffer head(int bytes, int room) {
    return ByteBuffer.allocate(4 + room)
        .putInt(bytes)
        .put((byte) kind.ordinal())
        .putLong(id)
        .putLong(object)
        .put((byte) op.ordinal())
        .putInt(values.length);
  }

  /** Makes one of its bytes, those of its length left out. The array is not copied. */
  static Frame decode(byte[] body) throws ProtocolException {
    ByteBuffer in = ByteBuffer.wrap(body);
    int kind = in.get();
    long id = in.getLong();
    long object = in.getLong();
    Op op = Op.of(in.get());
    int count = in.getInt();
    if (kind < 0 || kind >= Kind.ALL.size() || op == null || count < 0 || count > body.length / 4) {
      throw new ProtocolException("a message that makes no sense");
    }
    Blob[] values = new Blob[count];
    for (int i = 0; i < count; i++) {
      values[i] = value(body, in);
    }
    return new Frame(Kind.ALL.get(kind), id, object, op, values);
  }

  private static Blob value(byte[] body, ByteBuffer in) throws ProtocolException {
    int length = in.remaining() < 4 ? -1 : in.getInt();
    if (length < 1 || length > in.remaining()) {
      throw new ProtocolException("a message whose values are longer than itself");
    }
    Blob value = new Blob(body, in.position(), length);
    in.position(in.position() + length);
    return value;
  }

  /** What a number of bytes may be part of: the frames of one connection as they come. */
  static final class Reader {
    private static final int AT_FIRST = 1024 * 1024;

    private final int limit;
    private int length;
    private int lengthBytes; // of those that tell it, so many are in
    private byte @Nullable [] body;
    private int filled;

    Reader(int limit) {
      this.limit = limit;
    }

    /**
     * Takes what is in {@code in}; returns the next whole frame, or null if more has to come.
     *
     * @throws ProtocolException if it is none, or over the limit
     */
    @Nullable Frame next(ByteBuffer in) throws ProtocolException {
      while (in.hasRemaining()) {
        byte[] into = body;
        if (into == null) {
          length = (length << 8) | (in.get() & 0xff);
          lengthBytes++;
          if (lengthBytes == 4) {
            begin();
          }
          continue;
        }
        int n = Math.min(in.remaining(), into.length - filled);
        in.get(into, filled, n);
        filled += n;
        if (filled == length) {
          body = null;
          lengthBytes = 0;
          length = 0;
          return decode(into);
        } else if (filled == into.length) {
          body = Arrays.copyOf(into, (int) Math.min(length, 4L * filled));
        }
      }
      return null;
    }

    /** With memory for what has come rather than for what is promised. */
    private void begin() throws ProtocolException {
      if (length < HEAD || length > limit) {
        throw new ProtocolException("a message of " + length + " bytes; the limit is " + limit);
      }
      body = new byte[Math.min(length, AT_FIRST)];
      filled = 0;
    }
  }
}
