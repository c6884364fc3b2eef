package greenloom.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.process.Frame.Kind;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  private static final int LIMIT = 1 << 20;

  private static ByteBuffer bytes(Frame... frames) {
    ByteBuffer all = ByteBuffer.allocate(LIMIT);
    for (Frame f : frames) {
      for (ByteBuffer piece : f.encode(LIMIT)) {
        all.put(piece);
      }
    }
    return all.flip();
  }

  private static List<Frame> read(ByteBuffer all, int step) throws ProtocolException {
    Frame.Reader reader = new Frame.Reader(LIMIT);
    List<Frame> read = new ArrayList<>();
    while (all.hasRemaining()) {
      ByteBuffer part = all.slice(all.position(), Math.min(step, all.remaining()));
      all.position(all.position() + part.remaining());
      for (Frame f = reader.next(part); f != null; f = reader.next(part)) {
        read.add(f);
      }
    }
    return read;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 100_000, LIMIT})
  void next_inPartsOfAnySize_givesWholeFrames(int step) throws Exception {
    byte[] big = new byte[200_000];
    new Random(1).nextBytes(big);
    ByteBuffer all =
        bytes(
            new Frame(Kind.REQUEST, 1, 17, Op.PUT, Blob.of("a"), Blob.NOTHING),
            new Frame(Kind.REPLY, Long.MAX_VALUE, 0, Op.NONE, Blob.of(big)),
            new Frame(Kind.CANCEL, 3, 0, Op.NONE));
    List<Frame> read = read(all, step);
    assertThat(read).extracting(Frame::kind).containsExactly(Kind.REQUEST, Kind.REPLY, Kind.CANCEL);
    assertThat(read).extracting(Frame::id).containsExactly(1L, Long.MAX_VALUE, 3L);
    assertThat(read.getFirst().object()).isEqualTo(17);
    assertThat(read.getFirst().op()).isEqualTo(Op.PUT);
    assertThat(read.getFirst().values()).containsExactly(Blob.of("a"), Blob.NOTHING);
    assertThat(read.get(1).values()).containsExactly(Blob.of(big));
    assertThat(read.get(2).values()).isEmpty();
  }

  @Test
  void encode_overTheLimit_isRefusedAndSaysBoth() {
    Frame f = new Frame(Kind.REQUEST, 1, 1, Op.PUT, Blob.of(new byte[1000]));
    assertThatThrownBy(() -> f.encode(1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a message of 1027 bytes is over the limit of 1000");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, Frame.HEAD - 1, LIMIT + 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void next_aLengthThatCannotBe_isRefused(int length) {
    ByteBuffer in = ByteBuffer.allocate(4).putInt(length).flip();
    assertThatThrownBy(() -> new Frame.Reader(LIMIT).next(in))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void next_anyRubbish_isAFrameOrRefused() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] body = new byte[Frame.HEAD + random.nextInt(40)];
      random.nextBytes(body);
      for (int j = 0; j < random.nextInt(body.length); j++) {
        body[j] = (byte) random.nextInt(3); // nearer to what makes sense
      }
      try {
        assertThat(Frame.decode(body)).isNotNull();
      } catch (ProtocolException e) {
        assertThat(e).hasMessageStartingWith("a message ");
      }
    }
  }
}
