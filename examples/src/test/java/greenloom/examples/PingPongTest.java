package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PingPongTest {
  @Test
  void main_twoCoroutines_alternate() throws Exception {
    assertThat(Output.of(() -> new PingPong().main())).containsExactly("12", "56", "34", "78");
  }
}
