package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListOrGeneratorTest {
  @Test
  void main_generator_hasRunNothingWhenItIsPrinted() throws Exception {
    List<String> lines = Output.of(ListOrGenerator::main);
    assertThat(
            lines.stream()
                .map(line -> line.replaceFirst("^Generator\\[[0-9a-f]+,", "Generator[id,")))
        .containsExactly("[0, 2, 4, 6, 8]", "Generator[id, unstarted]", "0", "2");
  }
}
