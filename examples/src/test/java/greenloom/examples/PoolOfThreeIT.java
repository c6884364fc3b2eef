package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PoolOfThreeIT {
  @Test
  void main_serialThenParallel_callsBackInTheParent() throws Exception {
    try (Started program = Started.of(PoolOfThree.class)) {
      List<String> lines = program.end(0);
      assertThat(matching(lines.subList(0, 6), "applied: .*"))
          .containsExactly("applied: 100", "applied: 101", "applied: 102");
      assertThat(matching(lines.subList(0, 6), "task \\d in \\d+")).hasSize(3);
      String parent = lines.getLast().replace("joined in ", "");
      assertThat(parent).matches("\\d+");
      List<String> after = lines.subList(6, lines.size() - 1);
      assertThat(matching(after, "called back .*"))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(100, 110)
                  .mapToObj(n -> "called back in " + parent + ": " + n)
                  .toList());
      List<String> tasks = matching(after, "task \\d in \\d+");
      assertThat(tasks).hasSize(10);
      assertThat(tasks.stream().map(line -> line.replaceFirst(".* ", "")).distinct())
          .hasSizeBetween(1, 3)
          .doesNotContain(parent);
      assertThat(program.complaints()).isEmpty();
    }
  }

  private static List<String> matching(List<String> lines, String pattern) {
    return lines.stream().filter(line -> line.matches(pattern)).toList();
  }
}
