package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FetcherIT {
  @Test
  void main_fivePages_hasBothTimesAndTheSizesInOrder() throws Exception {
    List<String> lines = Output.of(Fetcher::main);
    assertThat(lines.stream().map(line -> line.replaceFirst("[0-9]+ ms$", "N ms")))
        .containsExactly(
            "one by one: [1000, 2000, 3000, 4000, 5000] in N ms",
            "all at once: [1000, 2000, 3000, 4000, 5000] in N ms");
  }
}
