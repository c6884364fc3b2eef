package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AsynchronousIoIT {
  @Test
  void main_isToldWhenReadsAreDone() throws Exception {
    List<String> lines = Output.of(AsynchronousIo::main);
    assertThat(lines.subList(0, 2))
        .containsExactly(
            "the guest could do something else", "the guest waits in Completions.hasNext");
    assertThat(lines.subList(2, lines.size()))
        .containsExactlyInAnyOrder("egg", "tea"); // threads of the JDK tell, in any order
  }
}
