package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TwoSleepsTest {
  @Test
  void main_twoSleeps_takeAsLongAsTheLonger() throws Exception {
    assertThat(Output.after(Duration.ofSeconds(2), TwoSleeps::main))
        .containsExactly("foo runs", "bar runs", "bar is back", "foo is back");
  }
}
