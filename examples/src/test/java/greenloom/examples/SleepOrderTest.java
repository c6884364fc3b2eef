package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SleepOrderTest {
  @Test
  void main_threeSleeps_shortestIsBackFirst() throws Exception {
    assertThat(Output.after(Duration.ofSeconds(3), SleepOrder::main))
        .containsExactly("running 1", "running 3", "running 5", "end?", "running 2", "running 4");
  }
}
