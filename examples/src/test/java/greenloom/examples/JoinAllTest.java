package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JoinAllTest {
  @Test
  void main_threeGreenlets_interleave() throws Exception {
    assertThat(Output.withLetters(Output.after(Duration.ofMillis(2500), JoinAll::main)))
        .containsExactly(
            "test1 A 0",
            "test2 B 0",
            "test3 C 0",
            "test1 A 1",
            "test2 B 1",
            "test3 C 1",
            "test1 A 2",
            "test2 B 2",
            "test3 C 2",
            "test1 A 3",
            "test2 B 3",
            "test3 C 3",
            "test1 A 4",
            "test2 B 4",
            "test3 C 4");
  }
}
