package greenloom.stress.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.stress.sockets.Message.Direction;
import greenloom.stress.sockets.Message.WrongData;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever may go wrong on the way is found. */
class InboundTest {
  private static final long CONNECTION = 123_456_789;

  private final Inbound inbound = new Inbound(CONNECTION, Direction.UP);

  private static byte[] message(int number, int filling) {
    return Message.of(CONNECTION, Direction.UP, number, filling);
  }

  /** Puts them in as they are. */
  private int add(byte[] bytes) {
    int whole = 0;
    for (byte b : bytes) {
      inbound.bytes()[inbound.filled()] = b;
      whole += inbound.add(1);
    }
    return whole;
  }

  @Test
  void messages_inOrder_inPiecesOfAnySize_arriveWhole() {
    Random random = new Random(1);
    for (int n = 0; n < 200; n++) {
      byte[] message = message(n, n % 10 == 0 ? 20_000 : random.nextInt(100));
      int whole = 0;
      for (int at = 0; at < message.length; ) {
        int most = random.nextBoolean() ? inbound.missing() : inbound.room();
        int k = Math.min(1 + random.nextInt(most), message.length - at);
        System.arraycopy(message, at, inbound.bytes(), inbound.filled(), k);
        whole += inbound.add(k);
        at += k;
      }
      assertThat(whole).isEqualTo(1);
    }
    assertThat(inbound.received()).isEqualTo(200);
    assertThat(inbound.filled()).isZero();
  }

  @Test
  void message_comesTwice_isFound() {
    add(message(0, 10));
    assertThatThrownBy(() -> add(message(0, 10)))
        .isInstanceOf(WrongData.class)
        .hasMessageContaining("message 1 of connection 123456789 UP was due")
        .hasMessageContaining("message 0");
  }

  @Test
  void message_isMissing_isFound() {
    assertThatThrownBy(() -> add(message(1, 10))).isInstanceOf(WrongData.class);
  }

  @Test
  void message_ofAnotherConnection_orDirection_isFound() {
    assertThatThrownBy(() -> add(Message.of(7, Direction.UP, 0, 1))).isInstanceOf(WrongData.class);
    Inbound other = new Inbound(CONNECTION, Direction.DOWN);
    byte[] up = message(0, 1);
    System.arraycopy(up, 0, other.bytes(), 0, up.length);
    assertThatThrownBy(() -> other.add(up.length)).isInstanceOf(WrongData.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 8, 20, 35})
  void byte_isAnother_isFound(int at) {
    byte[] message = message(0, 20);
    message[at] ^= 1;
    assertThatThrownBy(() -> add(message)).isInstanceOf(WrongData.class);
  }

  @Test
  void bytes_leftInTheArray_areFound() {
    byte[] message = message(0, 300);
    add(java.util.Arrays.copyOf(message, 50));
    inbound.clear();
    System.arraycopy(message, 50, inbound.bytes(), inbound.filled(), 120);
    assertThat(inbound.found()).isEqualTo(120);
  }

  @Test
  void greeting_namesItsConnection() {
    assertThat(Message.greeted(Message.greeting(CONNECTION))).isEqualTo(CONNECTION);
    assertThat(Message.greeting(0)).doesNotContain(0);
  }
}
