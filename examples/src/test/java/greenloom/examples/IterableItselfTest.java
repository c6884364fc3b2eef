package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IterableItselfTest {
  @Test
  void main_twoLoops_onlyTheFirstFindsAnything() throws Exception {
    assertThat(Output.of(IterableItself::main)).containsExactly("soup", "rice", "tea");
  }
}
