package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueueBetweenProcessesIT {
  @Test
  void main_takesWhatTheWorkerHasPut() throws Exception {
    try (Started program = Started.of(QueueBetweenProcesses.class)) {
      assertThat(program.end(0)).containsExactly("[1, two, 3.0]");
      assertThat(program.complaints()).isEmpty();
    }
  }
}
