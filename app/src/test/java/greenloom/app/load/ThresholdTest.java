package greenloom.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ThresholdTest {

  /** 1 to 100 ms, one of each; of 100 answers 3 with a bad status, and 2 resets; in 10 seconds. */
  private static LoadResult result() {
    Histogram latencies = new Histogram(1_000, TimeUnit.HOURS.toNanos(1), 3);
    for (int ms = 1; ms <= 100; ms++) {
      latencies.recordValue(TimeUnit.MILLISECONDS.toNanos(ms));
    }
    return new LoadResult(
        Duration.ofSeconds(10),
        90,
        Map.of(200, 97L, 503, 3L),
        Map.of(Trouble.RESET, 2L),
        latencies,
        0,
        1000,
        2000,
        5,
        Duration.ofMillis(50));
  }

  @ParameterizedTest
  @CsvSource({
    "p50>49ms, true",
    "p50>51ms, false",
    "p90>89.9ms, true",
    "p95>=96ms, false",
    "p99>98ms, true",
    "p99 > 0.098s, true",
    "P99>98000us, true",
    "p99.9>99ms, true",
    "max>100.5ms, false",
    "max<1m, true",
    "mean<=51ms, true",
    "mean<50ms, false",
    "errors>4, true",
    "errors>=5, true",
    "errors>5, false",
    "errors<=5, true",
    "error-rate>4%, true",
    "error-rate>0.04, true",
    "error-rate>5%, false",
    "rate<10, true",
    "rate<8.9/s, false",
    "rate<=9/s, true",
  })
  void holds_compares(String text, boolean expected) {
    assertThat(Threshold.parse(text).holds(result())).as(text).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "p99>98ms, 99.025 ms",
    "errors>0, 5",
    "error-rate>0, 4.902 %",
    "rate>0, 9.0/s",
  })
  void found_tellsTheValue(String text, String words) {
    assertThat(Threshold.parse(text).found(result())).isEqualTo(words);
  }

  static Stream<Arguments> mistakes() {
    String form = " is no threshold such as p99>300ms";
    String names = " is none of p50, p90, p95, p99, p99.9, max, mean, errors, error-rate, rate";
    String time = " is no value of p99, which takes us, ms, s or m, such as 300ms";
    return Stream.of(
        Arguments.of("p99", "'p99'" + form),
        Arguments.of("", "''" + form),
        Arguments.of("p99=300ms", "'p99=300ms'" + form),
        Arguments.of("p99>", "'p99>'" + form),
        Arguments.of("p99>-1ms", "'p99>-1ms'" + form),
        Arguments.of("p99>>1ms", "'p99>>1ms'" + form),
        Arguments.of("latency>1ms", "'latency'" + names),
        Arguments.of("p75>1ms", "'p75'" + names),
        Arguments.of("p99>300", "'300'" + time),
        Arguments.of("p99>1%", "'1%'" + time),
        Arguments.of("p99>1msx", "'1msx'" + time),
        Arguments.of("errors>1%", "'1%' is no value of errors, which is a number, such as 10"),
        Arguments.of(
            "error-rate>1ms",
            "'1ms' is no value of error-rate, which takes a share, such as 1% or 0.01"),
        Arguments.of(
            "rate<1/m", "'1/m' is no value of rate, which is a number a second, such as 1000/s"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void parse_refuses_sayingWhy(String text, String message) {
    assertThatThrownBy(() -> Threshold.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void nothingHappened_nothingIsTooSlow() {
    LoadResult nothing =
        new LoadResult(
            Duration.ZERO,
            0,
            Map.of(),
            Map.of(),
            new Histogram(1_000, TimeUnit.HOURS.toNanos(1), 3),
            0,
            0,
            0,
            0,
            Duration.ZERO);
    assertThat(Threshold.parse("p99>0ms").holds(nothing)).isFalse();
    assertThat(Threshold.parse("error-rate>0").holds(nothing)).isFalse();
    assertThat(Threshold.parse("rate<1").holds(nothing)).isTrue();
  }

  @Test
  void aboutErrors_areThoseThatCountThem() {
    assertThat(Threshold.parse("errors>1").isAboutErrors()).isTrue();
    assertThat(Threshold.parse("error-rate>1%").isAboutErrors()).isTrue();
    assertThat(Threshold.parse("p99>1s").isAboutErrors()).isFalse();
  }
}
