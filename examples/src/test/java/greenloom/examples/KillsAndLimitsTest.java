package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KillsAndLimitsTest {
  @Test
  void main_killAndTwoLimits_cutWaitsShort() throws Exception {
    assertThat(Output.after(Duration.ofMillis(250 + 100 + 100), KillsAndLimits::main))
        .containsExactly(
            "on", "on", "on", "off", "killed: true", "no answer", "not done within 100 ms");
  }
}
