package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FibonacciGeneratorTest {
  @Test
  void main_loops_startAfreshOrGoOn() throws Exception {
    assertThat(Output.of(FibonacciGenerator::main))
        .containsExactly(
            "all in a loop",
            "0",
            "1",
            "1",
            "2",
            "3",
            "three by hand",
            "0",
            "1",
            "1",
            "the rest",
            "2",
            "3");
  }
}
