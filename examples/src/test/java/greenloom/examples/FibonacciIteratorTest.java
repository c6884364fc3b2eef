package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FibonacciIteratorTest {
  @Test
  void main_tenNumbers_inOrder() throws Exception {
    assertThat(Output.of(FibonacciIterator::main))
        .containsExactly("0", "1", "1", "2", "3", "5", "8", "13", "21", "34");
  }
}
