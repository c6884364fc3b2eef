package greenloom.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignalsTest {
  @Test
  void handle_unknownOrTaken_isRefused() {
    assertThat(Signals.handle("NO_SUCH_SIGNAL", () -> {})).isFalse();
    assertThat(Signals.handle("SEGV", () -> {})).isFalse();
  }

  @Test
  void handle_ordinary_isAccepted() {
    assertThat(Signals.handle("WINCH", () -> {})).isTrue();
  }

  @Test
  void listen_unknownOrTaken_isRefused() {
    assertThat(Signals.listen("NO_SUCH_SIGNAL", () -> {})).isNull();
    assertThat(Signals.listen("SEGV", () -> {})).isNull();
  }
}
