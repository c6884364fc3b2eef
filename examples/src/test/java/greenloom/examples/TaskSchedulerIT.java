package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TaskSchedulerIT {
  @Test
  void main_twoTasks_runWhenTheyAreDue() throws Exception {
    assertThat(Output.of(() -> new TaskScheduler().main()))
        .containsExactly(
            "tea 3", "egg 3", "egg 2", "tea 2", "egg 1", "tea 1", "egg is ready", "tea is ready");
  }
}
