package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FibonacciResultTest {
  @Test
  void main_afterTheNumbers_hasTheResult() throws Exception {
    assertThat(Output.of(FibonacciResult::main)).containsExactly("0", "1", "1", "2", "3", "okhaha");
  }
}
