package greenloom.app.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads HTTP/1.x answers from a stream as far as a load generator has to know them: the status,
 * where the answer ends, and whether the connection lives on. Bodies are dropped.
 *
 * <p>It allocates nothing for an answer, and reads as much as has come, never waiting for more than
 * the answer needs. It is strict where two readers might disagree about where an answer ends (RFC
 * 9112, sections 6 and 7): a length that is no number or said twice in two ways, a chunk without
 * its end, bytes behind the end.
 */
final class AnswerReader {
  /** The longest head, and the longest line of it. */
  static final int LONGEST_HEAD = 64 * 1024;

  private static final int FIRST_ROOM = 2 * 1024;
  private static final int MOST_ROOM = 64 * 1024;
  private static final int UNTIL_CLOSED = -1;

  private static final byte[] VERSION = ascii("HTTP/1.");
  private static final byte[] CONTENT_LENGTH = ascii("content-length");
  private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
  private static final byte[] CONNECTION = ascii("connection");
  private static final byte[] CLOSE = ascii("close");
  private static final byte[] KEEP_ALIVE = ascii("keep-alive");
  private static final byte[] CHUNKED = ascii("chunked");

  private final InputStream in;

  // what has come and was not looked at yet is from at to end
  private byte[] buffer = new byte[FIRST_ROOM];
  private int at;
  private int end;
  private long received;

  // the present line, without its end
  private int line;
  private int lineEnd;

  // the present answer
  private boolean begun;
  private int headLeft;
  private int status;
  private long length;
  private boolean chunked;
  private boolean keepAlive;

  AnswerReader(InputStream in) {
    this.in = in;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads the next answer to its end; waits for it.
   *
   * @param head whether it answers a HEAD, which has no body whatever its headers say
   * @return its status
   * @throws BadAnswer if it ends early or is malformed
   */
  int read(boolean head) throws IOException {
    begun = false;
    headLeft = LONGEST_HEAD;
    do {
      readHead();
    } while (status < 200);
    if (!head && status != 204 && status != 304) {
      skipBody();
    }
    if (at < end) {
      throw BadAnswer.malformed("there is more than the answer");
    }
    return status;
  }

  /** Whether anything of the answer has come. */
  boolean begun() {
    return begun;
  }

  /** Whether the connection lives on after the last answer. */
  boolean keepAlive() {
    return keepAlive;
  }

  /** How many bytes have come so far. */
  long received() {
    return received;
  }

  /** Waits for the end of the stream; bytes before that are no matter any more. */
  void awaitEnd() throws IOException {
    skipUntilClosed();
  }

  // --- the head ---

  private void readHead() throws IOException {
    length = UNTIL_CLOSED;
    chunked = false;
    nextHeadLine();
    readStatus();
    nextHeadLine();
    while (line < lineEnd) {
      readHeader();
      nextHeadLine();
    }
    if (chunked && length != UNTIL_CLOSED) {
      throw BadAnswer.malformed("both a length and chunks");
    }
  }

  private void nextHeadLine() throws IOException {
    nextLine();
    headLeft -= lineEnd - line;
    if (headLeft < 0) {
      throw tooLarge();
    }
  }

  private static BadAnswer tooLarge() {
    return new BadAnswer(Trouble.HEAD_TOO_LARGE, "the head is longer than " + LONGEST_HEAD);
  }

  /** {@code HTTP/1.1 200 OK}; the reason may be missing, and its space, too. */
  private void readStatus() throws BadAnswer {
    int code = line + VERSION.length + 2;
    int behind = code + 3;
    if (behind > lineEnd
        || !Arrays.equals(buffer, line, line + VERSION.length, VERSION, 0, VERSION.length)
        || !isDigit(buffer[code - 2])
        || buffer[code - 1] != ' '
        || (behind < lineEnd && buffer[behind] != ' ')) {
      throw BadAnswer.malformed("no status line");
    }
    status = (int) number(code, behind);
    if (status < 100 || status > 599 || status == 101) {
      throw BadAnswer.malformed("status " + status);
    }
    keepAlive = buffer[code - 2] != '0';
  }

  private void readHeader() throws BadAnswer {
    int colon = line;
    while (colon < lineEnd && buffer[colon] != ':') {
      if (buffer[colon] <= ' ') { // also a line that goes on with a former one
        throw BadAnswer.malformed("a space in the name of a header");
      }
      colon++;
    }
    if (colon == line || colon == lineEnd) {
      throw BadAnswer.malformed("a header without a name or a colon");
    }
    if (is(line, colon, CONTENT_LENGTH)) {
      readLength(colon + 1);
    } else if (is(line, colon, TRANSFER_ENCODING)) {
      readEncoding(colon + 1);
    } else if (is(line, colon, CONNECTION)) {
      readConnection(colon + 1);
    }
  }

  private void readLength(int from) throws BadAnswer {
    int first = afterBlanks(from, lineEnd);
    long said = number(first, beforeBlanks(first, lineEnd));
    if (length != UNTIL_CLOSED && length != said) {
      throw BadAnswer.malformed("two lengths");
    }
    length = said;
  }

  /** No other encoding was asked for, and none of them would tell where the body ends. */
  private void readEncoding(int from) throws BadAnswer {
    int first = afterBlanks(from, lineEnd);
    if (chunked || !is(first, beforeBlanks(first, lineEnd), CHUNKED)) {
      throw BadAnswer.malformed("an encoding that nobody asked for");
    }
    chunked = true;
  }

  private void readConnection(int from) {
    int first = from;
    for (int i = from; i <= lineEnd; i++) {
      if (i == lineEnd || buffer[i] == ',') {
        int word = afterBlanks(first, i);
        int behind = beforeBlanks(word, i);
        if (is(word, behind, CLOSE)) {
          keepAlive = false;
        } else if (is(word, behind, KEEP_ALIVE)) {
          keepAlive = true;
        }
        first = i + 1;
      }
    }
  }

  // --- the body ---

  private void skipBody() throws IOException {
    if (chunked) {
      skipChunks();
    } else if (length == UNTIL_CLOSED) {
      skipUntilClosed();
    } else {
      skip(length);
    }
  }

  private void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > end - at) {
      left -= end - at;
      at = end;
      if (left > buffer.length && buffer.length < MOST_ROOM) {
        buffer = new byte[MOST_ROOM]; // nothing is in it
      }
      receive();
    }
    at += (int) left;
  }

  private void skipChunks() throws IOException {
    long size;
    do {
      nextLine();
      size = chunkSize();
      if (size > 0) {
        skip(size);
        nextLine();
        if (line != lineEnd || !endsInTwo()) {
          throw BadAnswer.malformed("a chunk that does not end where it says");
        }
      }
    } while (size > 0);
    do { // trailers
      nextHeadLine();
    } while (line != lineEnd);
  }

  /** The size in hexadecimal, and perhaps an extension behind a semicolon. */
  private long chunkSize() throws BadAnswer {
    long size = 0;
    int i = line;
    for (int digit = hex(i); digit >= 0; digit = hex(i)) {
      size = size << 4 | digit;
      i++;
    }
    int behind = afterBlanks(i, lineEnd);
    if (i == line || i - line > 15 || (behind < lineEnd && buffer[behind] != ';') || !endsInTwo()) {
      throw BadAnswer.malformed("no size of a chunk");
    }
    return size;
  }

  private int hex(int i) {
    return i < lineEnd ? Character.digit((char) (buffer[i] & 0xff), 16) : -1;
  }

  private void skipUntilClosed() throws IOException {
    keepAlive = false;
    do {
      at = end;
    } while (more());
  }

  // --- bytes ---

  /** Finds the next line. */
  private void nextLine() throws IOException {
    int i = at;
    while (true) {
      while (i < end && buffer[i] != '\n') {
        i++;
      }
      if (i < end) {
        break;
      }
      if (i - at > LONGEST_HEAD) {
        throw tooLarge();
      }
      int seen = i - at;
      receive();
      i = at + seen; // it may have moved
    }
    line = at;
    at = i + 1;
    lineEnd = i > line && buffer[i - 1] == '\r' ? i - 1 : i;
  }

  /** Whether the present line ends in CR and LF, as among chunks it must. */
  private boolean endsInTwo() {
    return at - lineEnd == 2;
  }

  private void receive() throws IOException {
    if (!more()) {
      throw new BadAnswer(Trouble.ENDED, "the connection ended early");
    }
  }

  /** Waits for more and puts it behind what is there; false if there is no more. */
  private boolean more() throws IOException {
    if (at == end) {
      at = 0;
      end = 0;
    } else if (end == buffer.length) {
      makeRoom();
    }
    int n = in.read(buffer, end, buffer.length - end);
    if (n < 0) {
      return false;
    }
    end += n;
    received += n;
    begun = true;
    return true;
  }

  private void makeRoom() {
    byte[] roomier = at > 0 ? buffer : new byte[2 * buffer.length];
    System.arraycopy(buffer, at, roomier, 0, end - at);
    buffer = roomier;
    end -= at;
    at = 0;
  }

  private boolean is(int from, int to, byte[] lowerCase) {
    if (to - from != lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      if ((buffer[from + i] | (lowerCase[i] & 0x20)) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private int afterBlanks(int from, int to) {
    int i = from;
    while (i < to && isBlank(buffer[i])) {
      i++;
    }
    return i;
  }

  private int beforeBlanks(int from, int to) {
    int i = to;
    while (i > from && isBlank(buffer[i - 1])) {
      i--;
    }
    return i;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private long number(int from, int to) throws BadAnswer {
    if (from == to || to - from > 18) {
      throw BadAnswer.malformed("no number");
    }
    long n = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(buffer[i])) {
        throw BadAnswer.malformed("no number");
      }
      n = 10 * n + buffer[i] - '0';
    }
    return n;
  }
}
