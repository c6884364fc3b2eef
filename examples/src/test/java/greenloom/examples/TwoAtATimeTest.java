package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TwoAtATimeTest {
  @Test
  void main_bothWays_takeAsLongAsTheLongestJob() throws Exception {
    assertThat(Output.after(Duration.ofMillis(400 + 400), TwoAtATime::main))
        .containsExactly("100 ms", "200 ms", "400 ms", "[400 ms, 100 ms, 200 ms]");
  }
}
