package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetcherIT {
  @Test
  void main_threePages_allAtOnceTakeLessThanOneByOne() throws Exception {
    List<String> lines = Output.of(Fetcher::main);
    assertThat(lines.stream().map(FetcherIT::plain))
        .startsWith(
            "GET /3",
            "3000 bytes from /3",
            "GET /2",
            "2000 bytes from /2",
            "GET /1",
            "1000 bytes from /1",
            "one by one: N ms",
            "GET /3",
            "GET /2",
            "GET /1")
        .endsWith("all at once: N ms")
        .hasSize(14);
    assertThat(lines.subList(10, 13).stream().map(FetcherIT::plain))
        .containsExactlyInAnyOrder(
            "1000 bytes from /1", "2000 bytes from /2", "3000 bytes from /3");
    assertThat(millis(lines.get(6))).isGreaterThanOrEqualTo(200 * (3 + 2 + 1));
    assertThat(millis(lines.getLast()))
        .isGreaterThanOrEqualTo(200 * 3)
        .isLessThan(millis(lines.get(6)));
  }

  @Test
  void main_urlWhereNobodyAnswers_throws() {
    assertThatThrownBy(() -> Output.of(() -> Fetcher.main("http://127.0.0.1:1/")))
        .isInstanceOf(ConnectException.class);
  }

  private static String plain(String line) {
    return line.replaceFirst("http://127.0.0.1:[0-9]+", "").replaceFirst("[0-9]+ ms$", "N ms");
  }

  private static int millis(String line) {
    return Integer.parseInt(line.replaceFirst(".*: ([0-9]+) ms", "$1"));
  }
}
