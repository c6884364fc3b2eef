package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimedSleepsIT {
  @Test
  void main_twoSleeps_endAfterTheLongerAndNotAfterBoth() throws Exception {
    List<String> lines = Output.of(() -> new TimedSleeps().main());
    assertThat(lines.stream().map(line -> line.replaceFirst("^[0-9]+ s: ", "")))
        .containsExactly("foo runs", "bar runs", "foo is back", "bar is back", "both have ended");
    assertThat(lines.stream().map(line -> Integer.parseInt(line.replaceFirst(" s: .*", ""))))
        .isSorted()
        .endsWith(2, 2);
  }

  @Test
  void main_onAClockThatJumps_takesAsLongAsTheLongerSleep() throws Exception {
    assertThat(Output.after(Duration.ofSeconds(2), () -> new TimedSleeps().main())).hasSize(5);
  }
}
