package greenloom.stress.sockets;

import greenloom.stress.sockets.Message.Direction;
import java.util.Arrays;

/**
 * What has come of one direction of a connection, and how far that was checked: each message once,
 * in order, whole.
 *
 * <p>One reader at a time puts bytes in; when it is killed another one goes on where it was.
 */
final class Inbound {
  private static final int ROOM = 2_000;

  private final long connection;
  private final Direction direction;
  private byte[] bytes = new byte[ROOM];
  private int filled;
  private int number;

  Inbound(long connection, Direction direction) {
    this.connection = connection;
    this.direction = direction;
  }

  /** The array to read into, from {@link #filled} on. */
  byte[] bytes() {
    return bytes;
  }

  int filled() {
    return filled;
  }

  /** How many messages have come whole. */
  int received() {
    return number;
  }

  /** How many bytes are missing until the next thing can be checked, a head or a message. */
  int missing() {
    return (filled < Message.HEAD ? Message.HEAD : length()) - filled;
  }

  /** How many bytes there is room for. */
  int room() {
    return bytes.length - filled;
  }

  /**
   * So many bytes more have come.
   *
   * @return how many messages that makes whole
   * @throws Message.WrongData if they are not what was due
   */
  int add(int n) {
    filled += n;
    int whole = 0;
    while (filled >= Message.HEAD) {
      int length = length();
      if (filled < length) {
        if (bytes.length < length) {
          bytes = Arrays.copyOf(bytes, length);
        }
        break;
      }
      Message.check(bytes, length);
      System.arraycopy(bytes, length, bytes, 0, filled - length);
      filled -= length;
      number++;
      whole++;
    }
    return whole;
  }

  private int length() {
    return Message.length(bytes, connection, direction, number);
  }

  /** Zeroes what is free, so that {@link #found} can tell what has come. */
  void clear() {
    Arrays.fill(bytes, filled, bytes.length, (byte) 0);
  }

  /** How many bytes have come since {@link #clear}, without anybody having said so. */
  int found() {
    int end = filled;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return end - filled;
  }
}
