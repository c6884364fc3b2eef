package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndingOrderTest {
  @Test
  void main_equalSleeps_endInTheOrderOfSpawning() throws Exception {
    assertThat(Output.after(Duration.ofSeconds(3), EndingOrder::main))
        .containsExactly(
            "task 1 begins",
            "task 2 begins",
            "task 3 begins",
            "task 2 ends after 2",
            "task 3 ends after 2",
            "task 1 ends after 3");
  }
}
