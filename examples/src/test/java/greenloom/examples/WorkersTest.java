package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void main_sixJobs_areHandedOutAsWorkersBecomeFree() throws Exception {
    Duration each = Duration.ofMillis(100);
    assertThat(Output.after(each.multipliedBy(2 + 4 + 6), () -> new Workers().main()))
        .containsExactly(
            "job 1 is in the queue",
            "job 2 is in the queue",
            "job 3 is in the queue",
            "job 4 is in the queue",
            "first worker has done job 1",
            "job 5 is in the queue",
            "second worker has done job 2",
            "job 6 is in the queue",
            "first worker has done job 3",
            "second worker has done job 4",
            "first worker has done job 5",
            "first worker goes home",
            "second worker has done job 6",
            "second worker goes home");
  }
}
