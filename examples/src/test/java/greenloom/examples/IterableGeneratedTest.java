package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IterableGeneratedTest {
  @Test
  void main_twoWalks_eachStartsAfresh() throws Exception {
    assertThat(Output.of(IterableGenerated::main))
        .containsExactly("soup", "rice", "tea", "[soup, rice, tea]");
  }
}
