package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IterableByHandTest {
  @Test
  void main_twoIterators_eachKeepsItsPlace() throws Exception {
    assertThat(Output.of(IterableByHand::main))
        .containsExactly("iterable: true", "iterator: true", "next: soup", "soup", "rice", "tea");
  }
}
