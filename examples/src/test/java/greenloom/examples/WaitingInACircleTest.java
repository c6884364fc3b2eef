package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingInACircleTest {
  @Test
  void main_nothingCanHappenAnyMore_tellsWhoWaitsForWhat() throws Exception {
    assertThat(Output.of(() -> new WaitingInACircle().main()))
        .anyMatch(line -> line.contains("nothing can ever happen again on hub main"))
        .anyMatch(line -> line.contains("tea: join egg[RUNNING]"))
        .anyMatch(line -> line.contains("egg: join tea[RUNNING]"));
  }
}
