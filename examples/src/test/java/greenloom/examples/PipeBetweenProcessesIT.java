package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipeBetweenProcessesIT {
  @Test
  void main_bothHearEachOther() throws Exception {
    try (Started program = Started.of(PipeBetweenProcesses.class)) {
      assertThat(program.end(0))
          .containsExactly(
              "the parent has heard: the egg is ready", "the worker has heard: thank you");
      assertThat(program.complaints()).isEmpty();
    }
  }
}
