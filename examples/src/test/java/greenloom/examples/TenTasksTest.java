package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TenTasksTest {
  @Test
  void main_bothWays_takeFiveSecondsAndAHalf() throws Exception {
    assertThat(Output.after(Duration.ofMillis(10 * 500 + 500), TenTasks::main))
        .containsExactly(
            "Synchronous:",
            "Task 0 done",
            "Task 1 done",
            "Task 2 done",
            "Task 3 done",
            "Task 4 done",
            "Task 5 done",
            "Task 6 done",
            "Task 7 done",
            "Task 8 done",
            "Task 9 done",
            "Asynchronous:",
            "Task 0 done",
            "Task 1 done",
            "Task 2 done",
            "Task 3 done",
            "Task 4 done",
            "Task 5 done",
            "Task 6 done",
            "Task 7 done",
            "Task 8 done",
            "Task 9 done");
  }
}
