package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OneScreenIT {
  @Test
  void main_eachPrintsItsLinesTogether() throws Exception {
    try (Started program = Started.of(OneScreen.class)) {
      List<String> lines = program.end(0);
      assertThat(lines)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 10)
                  .mapToObj(
                      i -> "worker " + i / 2 + (i % 2 == 0 ? " begins to print" : " has printed"))
                  .toList());
      for (int i = 0; i < 10; i += 2) {
        String worker = lines.get(i).replace(" begins to print", "");
        assertThat(lines.get(i + 1)).isEqualTo(worker + " has printed");
      }
      assertThat(program.complaints()).isEmpty();
    }
  }
}
