package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TicksAndSignalsIT {
  @Test
  void main_ticksUntilTheSignal_andEndsByItself() throws Exception {
    try (Started program = Started.of(TicksAndSignals.class)) {
      assertThat(program.lines(3)).containsExactly("tick 1", "tick 2", "tick 3");
      program.signal("INT");
      List<String> rest = program.end(0);
      int ticks = 2 + rest.size();
      assertThat(rest.getLast()).isEqualTo("stopped after " + ticks + " ticks");
      assertThat(program.complaints()).isEmpty();
    }
  }
}
