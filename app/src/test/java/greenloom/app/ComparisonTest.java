package greenloom.app;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.app.crawl.CrawlReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static CrawlReport report(long millis, int failed) {
    return new CrawlReport(60, 40, 1, 12345, failed, 0, 0, 0, 86, Duration.ofMillis(millis));
  }

  private static String json(Comparison comparison) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    comparison.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void json_bothWays() {
    assertThat(json(new Comparison(report(10_000, 0), report(400, 0), 12)))
        .isEqualTo(
            "{\"schema\":1,\"pages\":60,\"images\":40,\"bytes\":12345,\"failed\":0,\"sequential_seconds\":10.0,"
                + "\"concurrent_seconds\":0.4,\"speedup\":25.0,\"greenlets_peak\":86,\"threads_peak\":12}"
                + System.lineSeparator());
  }

  @Test
  void json_oneWay_hasTheSameKeys() {
    assertThat(json(new Comparison(null, report(400, 2), 12)))
        .contains(
            "\"failed\":2,\"sequential_seconds\":null,\"concurrent_seconds\":0.4,\"speedup\":null,");
  }

  @Test
  void table_namesAllFigures() {
    assertThat(
            String.join(
                "\n", new Comparison(report(10_000, 0), report(400, 0), 12).table().lines()))
        .contains(
            "sequential", "10.00 s", "concurrent", "0.40 s", "speed-up", "25.0 x", "pages", "60")
        .contains(
            "pictures",
            "40",
            "bytes",
            "12,345",
            "greenlets at the peak",
            "86",
            "platform threads",
            "12");
  }

  @Test
  void failed_inEitherWay_counts() {
    assertThat(new Comparison(report(1, 3), report(1, 0), 1).failed()).isEqualTo(3);
  }
}
