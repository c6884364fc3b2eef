package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TakingTurnsIT {
  @Test
  void main_endlessTasks_alternate() throws Exception {
    assertThat(Output.of(TakingTurns::main))
        .containsExactly("---1---", "---2---", "---1---", "---2---", "---1---", "---2---");
  }
}
