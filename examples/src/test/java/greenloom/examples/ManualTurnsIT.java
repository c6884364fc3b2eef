package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManualTurnsIT {
  @Test
  void main_endlessTasks_alternate() throws Exception {
    assertThat(Output.of(() -> new ManualTurns().main()))
        .containsExactly("---1---", "---2---", "---1---", "---2---", "---1---", "---2---");
  }
}
