package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FibonacciSendTest {
  @Test
  void main_sentValue_isWhatYieldReturns() throws Exception {
    assertThat(Output.of(FibonacciSend::main))
        .containsExactly("0", "ret: haha", "1", "ret: null", "1");
  }
}
