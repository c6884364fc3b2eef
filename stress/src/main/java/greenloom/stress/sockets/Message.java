package greenloom.stress.sockets;

import java.util.zip.CRC32C;

/**
 * A message on the wire: numbered and checksummed, and without a zero in it, so that an array of
 * zeros tells how much of one has come.
 *
 * <pre>
 *   1  a mark
 *   5  the number of the connection
 *   1  the direction
 *   5  the number of the message
 *   4  the length of the filling
 *   n  the filling
 *   5  the checksum of all before
 * </pre>
 *
 * <p>Numbers are in digits of seven bits, the highest first, each with its eighth bit set.
 */
final class Message {
  /** The bytes before the filling. */
  static final int HEAD = 16;

  /** The bytes behind it. */
  static final int TAIL = 5;

  /** The bytes of a {@link #greeting}. */
  static final int GREETING = 5;

  private static final byte MARK = 'M';

  private Message() {}

  /** Returns what a client says first: which connection it is. */
  static byte[] greeting(long connection) {
    byte[] all = new byte[GREETING];
    put(all, 0, 5, connection);
    return all;
  }

  /** Returns the connection that a greeting names. */
  static long greeted(byte[] greeting) {
    return get(greeting, 0, 5);
  }

  /** Makes one. */
  static byte[] of(long connection, Direction direction, int number, int filling) {
    byte[] all = new byte[HEAD + filling + TAIL];
    all[0] = MARK;
    put(all, 1, 5, connection);
    all[6] = direction.mark();
    put(all, 7, 5, number);
    put(all, 12, 4, filling);
    for (int i = 0; i < filling; i++) {
      all[HEAD + i] = (byte) (1 + (number + i) % 255);
    }
    put(all, HEAD + filling, TAIL, checksum(all));
    return all;
  }

  /**
   * Returns how many bytes the message has that begins an array.
   *
   * @throws WrongData if there is none that has this number, this way
   */
  static int length(byte[] bytes, long connection, Direction direction, int number) {
    if (bytes[0] != MARK
        || get(bytes, 1, 5) != connection
        || bytes[6] != direction.mark()
        || get(bytes, 7, 5) != number) {
      throw new WrongData(
          "message %d of connection %d %s was due, and there came %s %d of connection %d %s"
              .formatted(
                  number,
                  connection,
                  direction,
                  bytes[0] == MARK ? "message" : "something that looks like",
                  get(bytes, 7, 5),
                  get(bytes, 1, 5),
                  (char) bytes[6]));
    }
    return HEAD + (int) get(bytes, 12, 4) + TAIL;
  }

  /**
   * Looks at the checksum of a message that begins an array.
   *
   * @throws WrongData if it is another
   */
  static void check(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length - TAIL);
    if (sum.getValue() != get(bytes, length - TAIL, TAIL)) {
      throw new WrongData(
          "message %d of connection %d came with a wrong checksum"
              .formatted(get(bytes, 7, 5), get(bytes, 1, 5)));
    }
  }

  private static long checksum(byte[] message) {
    CRC32C sum = new CRC32C();
    sum.update(message, 0, message.length - TAIL);
    return sum.getValue();
  }

  private static void put(byte[] bytes, int at, int digits, long value) {
    for (int i = digits - 1; i >= 0; i--) {
      bytes[at + i] = (byte) (0x80 | (value & 0x7f));
      value >>= 7;
    }
  }

  private static long get(byte[] bytes, int at, int digits) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      value = (value << 7) | (bytes[at + i] & 0x7f);
    }
    return value;
  }

  /** Which way a message goes. */
  enum Direction {
    UP,
    DOWN;

    byte mark() {
      return (byte) name().charAt(0);
    }
  }

  /** Something has come that was not sent so, or not now. */
  static final class WrongData extends RuntimeException {
    WrongData(String message) {
      super(message);
    }
  }
}
