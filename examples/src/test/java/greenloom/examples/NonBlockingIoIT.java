package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NonBlockingIoIT {
  @Test
  void main_triesInVain_untilSomethingHasCome() throws Exception {
    List<String> lines = Output.of(NonBlockingIo::main);
    assertThat(lines.getFirst()).isEqualTo("the guest waits in Greenloom.sleep");
    assertThat(lines.subList(1, 3))
        .containsExactlyInAnyOrder("egg", "tea"); // a guest who is held up may find both
    assertThat(lines.getLast()).matches("tried in vain [1-9][0-9]* times");
    assertThat(lines).hasSize(4);
  }
}
