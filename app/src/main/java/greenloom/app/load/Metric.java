package greenloom.app.load;

import greenloom.app.console.Quantities;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a threshold can be about. */
enum Metric {
  P50(Unit.TIME),
  P90(Unit.TIME),
  P95(Unit.TIME),
  P99(Unit.TIME),
  P99_9(Unit.TIME),
  MAX(Unit.TIME),
  MEAN(Unit.TIME),
  ERRORS(Unit.COUNT),
  ERROR_RATE(Unit.SHARE),
  RATE(Unit.PER_SECOND);

  /** What the values of a metric are counted in: nanoseconds, a number, percent, 1/s. */
  enum Unit {
    TIME("takes us, ms, s or m, such as 300ms"),
    COUNT("is a number, such as 10"),
    SHARE("takes a share, such as 1% or 0.01"),
    PER_SECOND("is a number a second, such as 1000/s");

    private final String form;

    Unit(String form) {
      this.form = form;
    }

    /** How a value is written. */
    String form() {
      return form;
    }

    /** What stands for one of {@code suffix}; 0 if that suffix means nothing here. */
    double factor(String suffix) {
      return switch (this) {
        case TIME ->
            switch (suffix) {
              case "us" -> 1e3;
              case "ms" -> 1e6;
              case "s" -> 1e9;
              case "m" -> 60e9;
              default -> 0;
            };
        case COUNT -> suffix.isEmpty() ? 1 : 0;
        case SHARE -> suffix.isEmpty() ? 100 : suffix.equals("%") ? 1 : 0;
        case PER_SECOND -> suffix.isEmpty() || suffix.equals("/s") ? 1 : 0;
      };
    }

    String words(double value) {
      return switch (this) {
        case TIME -> Quantities.millis(value);
        case COUNT -> String.format(Locale.ROOT, "%,.0f", value);
        case SHARE -> String.format(Locale.ROOT, "%.3f %%", value);
        case PER_SECOND -> String.format(Locale.ROOT, "%,.1f/s", value);
      };
    }
  }

  private final Unit unit;

  Metric(Unit unit) {
    this.unit = unit;
  }

  /** The one of this name, such as {@code p99.9} or {@code error-rate}. */
  static Optional<Metric> named(String name) {
    return Arrays.stream(values()).filter(metric -> metric.word().equals(name)).findFirst();
  }

  /** All names. */
  static String words() {
    return Arrays.stream(values()).map(Metric::word).collect(Collectors.joining(", "));
  }

  private String word() {
    String name = name().toLowerCase(Locale.ROOT);
    return name.startsWith("p") ? name.replace('_', '.') : name.replace('_', '-');
  }

  Unit unit() {
    return unit;
  }

  /** What it was, in its unit. */
  double of(LoadResult result) {
    return switch (this) {
      case P50 -> result.percentile(50);
      case P90 -> result.percentile(90);
      case P95 -> result.percentile(95);
      case P99 -> result.percentile(99);
      case P99_9 -> result.percentile(99.9);
      case MAX -> result.percentile(100);
      case MEAN -> result.latencies().getMean();
      case ERRORS -> result.failed();
      case ERROR_RATE -> result.errorPercent();
      case RATE -> result.rate();
    };
  }
}
