package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DictOfTenIT {
  @Test
  void main_tenWorkersAddThemselves_oneAfterTheOther() throws Exception {
    try (Started program = Started.of(DictOfTen.class)) {
      List<String> lines = program.end(0);
      assertThat(lines).hasSize(20);
      List<String> lists = everySecond(lines, 0);
      List<String> dicts = everySecond(lines, 1);
      for (int n = 1; n <= 10; n++) {
        assertThat(lists.get(n - 1)).matches("\\[0, 1, 2(, \\d+){" + n + "}]");
        assertThat(dicts.get(n - 1)).matches("\\{\\d+=(\\d+)(, \\d+=\\1){" + (n - 1) + "}}");
      }
      String numbers = dicts.getLast().replaceAll("=\\d+", "").replaceAll("[{}]", "");
      assertThat(lists.getLast()).isEqualTo("[0, 1, 2, " + numbers + "]");
      assertThat(program.complaints()).isEmpty();
    }
  }

  private static List<String> everySecond(List<String> lines, int from) {
    return IntStream.range(0, lines.size() / 2).mapToObj(i -> lines.get(2 * i + from)).toList();
  }
}
