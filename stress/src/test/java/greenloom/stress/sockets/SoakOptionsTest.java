package greenloom.stress.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakOptionsTest {
  @Test
  void words_areUnderstood() {
    SoakOptions options =
        SoakOptions.parse(
            List.of("--seconds=1", "--rounds=2", "--connections=30", "--patience=4", "--seed=5"));
    assertThat(options).isEqualTo(new SoakOptions(1, 2, 30, 4, 5));
    assertThat(SoakOptions.parse(List.of()).seconds()).isEqualTo(600);
  }

  @Test
  void words_wrong_areRefused() {
    assertThatThrownBy(() -> SoakOptions.parse(List.of("--second=1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no option '--second=1'; see --help");
    for (String wrong : List.of("0", "-1", "x", "", "12345678")) {
      assertThatThrownBy(() -> SoakOptions.parse(List.of("--rounds=" + wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + wrong + "' is no whole number");
    }
  }

  @Test
  void rounds_takeTurns() {
    SoakOptions options = new SoakOptions(1, 5, 1_000, 1, 1);
    assertThat(IntStream.rangeClosed(1, 5).map(options::hubs)).containsExactly(1, 2, 1, 2, 1);
    assertThat(IntStream.rangeClosed(1, 5).map(options::connections))
        .containsExactly(1_000, 1_000, 20, 20, 1_000);
  }
}
