package greenloom.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers, whole and broken, in one piece and cut at each place. */
class AnswerReaderTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  /** Gives its bytes in pieces that end at these places, and then the end. */
  private static final class Pieces extends InputStream {
    private final byte[] bytes;
    private final int[] cuts;
    private int at;
    private int cut;

    Pieces(byte[] bytes, int... cuts) {
      this.bytes = bytes;
      this.cuts = cuts;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("in pieces only");
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (at == bytes.length) {
        return -1;
      }
      while (cut < cuts.length && cuts[cut] <= at) {
        cut++;
      }
      int end = cut < cuts.length ? cuts[cut] : bytes.length;
      int n = Math.min(length, end - at);
      System.arraycopy(bytes, at, to, offset, n);
      at += n;
      return n;
    }

    int left() {
      return bytes.length - at;
    }
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static AnswerReader reader(String text) {
    return new AnswerReader(new ByteArrayInputStream(latin(text)));
  }

  private static void assertRead(String text, int status, boolean keepAlive) throws IOException {
    AnswerReader reader = reader(text);
    assertThat(reader.read(false)).isEqualTo(status);
    assertThat(reader.keepAlive()).isEqualTo(keepAlive);
    assertThat(reader.received()).isEqualTo(text.length());
    assertThat(reader.begun()).isTrue();
  }

  private static void assertTrouble(String text, Trouble trouble) {
    assertThatThrownBy(() -> reader(text).read(false))
        .as(text)
        .isInstanceOfSatisfying(
            BadAnswer.class, e -> assertThat(e.trouble()).as(text).isEqualTo(trouble));
  }

  // --- whole ones ---

  @Test
  void length_isRead() throws IOException {
    assertRead(OK + "Content-Length: 5\r\n\r\nhello", 200, true);
    assertRead(OK + "content-length:5\t \r\n\r\nhello", 200, true);
    assertRead(OK + "CONTENT-LENGTH:  005\r\nX: y\r\n\r\nhello", 200, true);
    assertRead(OK + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 200, true);
    assertRead(OK + "Content-Length: 0\r\n\r\n", 200, true);
    assertRead("HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", 404, true);
    assertRead("HTTP/1.1 503 \r\nContent-Length: 2\n\nno", 503, true);
  }

  @Test
  void chunks_areRead_withExtensionsAndTrailers() throws IOException {
    String head = OK + "Transfer-Encoding: chunked\r\n\r\n";
    assertRead(head + "0\r\n\r\n", 200, true);
    assertRead(head + "5\r\nhello\r\n0\r\n\r\n", 200, true);
    assertRead(head + "0A;name=value\r\n0123456789\r\n1 \r\nx\r\n000\r\n\r\n", 200, true);
    assertRead(head + "1\r\nx\r\n0\r\nDigest: x\r\nMore: y\r\n\r\n", 200, true);
    assertRead(OK + "transfer-encoding:Chunked\r\nConnection: close\r\n\r\n0\r\n\r\n", 200, false);
  }

  @Test
  void withoutLength_endsWithTheConnection() throws IOException {
    assertRead(OK + "\r\nall that comes", 200, false);
    assertRead(OK + "\r\n", 200, false);
    assertRead("HTTP/1.0 200 OK\r\n\r\n" + "x".repeat(100_000), 200, false);
  }

  @Test
  void bigBody_isRead() throws IOException {
    assertRead(OK + "Content-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000), 200, true);
  }

  @Test
  void statusWithoutBody_endsWithItsHead() throws IOException {
    assertRead("HTTP/1.1 204 No Content\r\n\r\n", 204, true);
    assertRead("HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\n\r\n", 304, true);
    assertRead("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", 304, true);
  }

  @Test
  void head_hasNoBody() throws IOException {
    AnswerReader reader = reader(OK + "Content-Length: 1234\r\n\r\n");
    assertThat(reader.read(true)).isEqualTo(200);
    assertThat(reader.keepAlive()).isTrue();
  }

  @Test
  void interimAnswers_arePassedOver() throws IOException {
    assertRead(
        "HTTP/1.1 100 Continue\r\nContent-Length: 9\r\nConnection: close\r\n\r\n"
            + "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"
            + OK
            + "Content-Length: 2\r\n\r\nok",
        200,
        true);
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, '', true",
    "HTTP/1.1, close, false",
    "HTTP/1.1, Close, false",
    "HTTP/1.1, 'x, close ,y', false",
    "HTTP/1.1, closed, true",
    "HTTP/1.0, '', false",
    "HTTP/1.0, Keep-Alive, true",
    "HTTP/1.0, 'x,keep-alive', true",
  })
  void connection_livesOn_ifBothSaySo(String version, String header, boolean keepAlive)
      throws IOException {
    String line = header.isEmpty() ? "" : "Connection: " + header + "\r\n";
    assertRead(version + " 200 OK\r\n" + line + "Content-Length: 1\r\n\r\nx", 200, keepAlive);
  }

  @Test
  void severalAnswers_oneAfterTheOther() throws IOException {
    String one = OK + "Content-Length: 5\r\n\r\nhello";
    String two = "HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n";
    AnswerReader reader =
        new AnswerReader(
            new Pieces(latin(one + two + one), one.length(), one.length() + two.length()));
    assertThat(reader.read(false)).isEqualTo(200);
    assertThat(reader.read(false)).isEqualTo(500);
    assertThat(reader.read(false)).isEqualTo(200);
    assertThatThrownBy(() -> reader.read(false)).hasMessage("the connection ended early");
    assertThat(reader.begun()).isFalse();
  }

  // --- cut at each place ---

  private static final String[] WHOLE = {
    OK + "Content-Length: 5\r\n\r\nhello",
    OK
        + "Transfer-Encoding: chunked\r\n\r\n"
        + "5;x=y\r\n"
        + "hello\r\n"
        + "b\r\n"
        + "hello world\r\n"
        + "0\r\n"
        + "A: b\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n"
        + "HTTP/1.1 200 OK\n"
        + "Connection: keep-alive\n"
        + "Content-Length: 3\n\n"
        + "abc",
    "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n",
  };

  @Test
  void cutAnywhere_isTheSame() throws IOException {
    for (String answer : WHOLE) {
      byte[] bytes = latin(answer);
      for (int i = 1; i < bytes.length; i++) {
        for (int j = i; j < bytes.length; j++) {
          Pieces pieces = new Pieces(bytes, i, j);
          AnswerReader reader = new AnswerReader(pieces);
          assertThat(reader.read(false)).isBetween(200, 204);
          assertThat(reader.keepAlive()).as("%s cut at %d, %d", answer, i, j).isTrue();
          assertThat(pieces.left()).isZero();
        }
      }
    }
  }

  /** Whatever is missing, there is an end of the connection, and never a whole answer. */
  @Test
  void endsAnywhere_isEndedEarly() {
    for (String answer : WHOLE) {
      for (int i = 0; i < answer.length(); i++) {
        assertTrouble(answer.substring(0, i), Trouble.ENDED);
      }
    }
  }

  @Test
  void oneByOne_andInRandomPieces_isTheSame() throws IOException {
    Random random = new Random(7);
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      many.append(WHOLE[random.nextInt(WHOLE.length)]);
    }
    for (int most : new int[] {1, 2, 3, 10, 100}) {
      AnswerReader reader = new AnswerReader(new OneAnswerAtATime(many.toString(), random, most));
      for (int i = 0; i < 200; i++) {
        assertThat(reader.read(false)).isBetween(200, 204);
      }
    }
  }

  /** Pieces of random sizes that never reach beyond the end of an answer, as on a connection. */
  private static final class OneAnswerAtATime extends InputStream {
    private final String all;
    private final Random random;
    private final int most;
    private int at;
    private int end;

    OneAnswerAtATime(String all, Random random, int most) {
      this.all = all;
      this.random = random;
      this.most = most;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("in pieces only");
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (at == end) {
        for (String answer : WHOLE) {
          end = all.startsWith(answer, at) ? at + answer.length() : end;
        }
      }
      int n = Math.min(1 + random.nextInt(most), Math.min(length, end - at));
      System.arraycopy(latin(all.substring(at, at + n)), 0, to, offset, n);
      at += n;
      return n;
    }
  }

  /** Noise, and answers with a few bytes turned: it ends with an answer or a trouble, always. */
  @Test
  void garbage_isAnAnswerOrATrouble() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = latin(WHOLE[random.nextInt(WHOLE.length)]);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int place = random.nextInt(bytes.length);
        bytes[place] =
            (byte)
                (random.nextBoolean()
                    ? random.nextInt(256)
                    : "\r\n :;0f,-".charAt(random.nextInt(9)));
      }
      try {
        AnswerReader reader = new AnswerReader(new Pieces(bytes, random.nextInt(bytes.length)));
        assertThat(reader.read(false)).isBetween(200, 599);
      } catch (BadAnswer e) {
        assertThat(e.trouble()).isIn(Trouble.MALFORMED, Trouble.ENDED);
      } catch (IOException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  // --- broken ones ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "garbage\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1\r\n",
        "HTTP/1.1 20\r\n",
        "HTTP/1.1 2000 OK\r\n",
        "HTTP/1.1 2x0 OK\r\n",
        "HTTP/1.1 -20 OK\r\n",
        "HTTP/1.1 099 OK\r\n",
        "HTTP/1.1 600 OK\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n",
        "HTTP/2 200 OK\r\n",
        "HTTP/1.x 200 OK\r\n",
        "http/1.1 200 OK\r\n",
        "HTTP/1.1  200 OK\r\n",
        " HTTP/1.1 200 OK\r\n",
      })
  void noStatusLine_isMalformed(String line) {
    assertTrouble(line + "Content-Length: 0\r\n\r\n", Trouble.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 5a",
        "Content-Length: 0x5",
        "Content-Length:",
        "Content-Length: 5, 5",
        "Content-Length: 1234567890123456789",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Content-Length : 5",
        " Content-Length: 5",
        "\tfolded",
        ": no name",
        "no colon",
      })
  void header_isMalformed(String header) {
    assertTrouble(OK + header + "\r\n\r\nhello", Trouble.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n",
        "x\r\n",
        "-1\r\n",
        ";x\r\n",
        " 1\r\nx\r\n",
        "1 x\r\nx\r\n",
        "1234567890abcdef\r\n",
        "1\r\nxy\r\n0\r\n\r\n",
        "2\r\nx\r\n0\r\n\r\n",
        "1\nx\r\n0\r\n\r\n",
        "1\r\nx\n0\r\n\r\n",
      })
  void chunks_areMalformed(String body) {
    assertTrouble(OK + "Transfer-Encoding: chunked\r\n\r\n" + body, Trouble.MALFORMED);
  }

  @Test
  void moreThanTheAnswer_isMalformed() {
    assertTrouble(OK + "Content-Length: 5\r\n\r\nhello!", Trouble.MALFORMED);
    assertTrouble(OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nx", Trouble.MALFORMED);
    assertTrouble("HTTP/1.1 204 No Content\r\n\r\nx", Trouble.MALFORMED);
  }

  @Test
  void headWithoutEnd_isTooLarge() {
    String header = "X-Long: " + "x".repeat(1000) + "\r\n";
    assertTrouble(OK + header.repeat(70), Trouble.HEAD_TOO_LARGE);
    assertTrouble(OK + "X: " + "x".repeat(70_000), Trouble.HEAD_TOO_LARGE);
    assertTrouble("x".repeat(70_000), Trouble.HEAD_TOO_LARGE);
    assertTrouble(OK + "A: b\r\n".repeat(20_000), Trouble.HEAD_TOO_LARGE);
    assertTrouble(
        OK + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + header.repeat(70), Trouble.HEAD_TOO_LARGE);
    assertTrouble(
        OK + "Transfer-Encoding: chunked\r\n\r\n1;" + "x".repeat(70_000), Trouble.HEAD_TOO_LARGE);
  }

  @Test
  void endlessInterimAnswers_areTooLarge() {
    assertTrouble("HTTP/1.1 100 Continue\r\n\r\n".repeat(10_000), Trouble.HEAD_TOO_LARGE);
  }

  @Test
  void largeHead_thatEnds_isRead() throws IOException {
    String header = "X-Long: " + "x".repeat(1000) + "\r\n";
    assertRead(OK + header.repeat(60) + "Content-Length: 2\r\n\r\nok", 200, true);
  }
}
