package greenloom.app.load;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition under which a load has failed, such as {@code p99>300ms}. */
public final class Threshold {
  private static final Pattern FORM =
      Pattern.compile("([a-z][a-z0-9.-]*?)(>=|<=|>|<)(\\d+(?:\\.\\d+)?)(.*)");

  private final String text;
  private final Metric metric;
  private final String operator;
  private final double value;

  private Threshold(String text, Metric metric, String operator, double value) {
    this.text = text;
    this.metric = metric;
    this.operator = operator;
    this.value = value;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Threshold parse(String text) {
    String s = text.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    Matcher m = FORM.matcher(s);
    if (!m.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no threshold such as p99>300ms");
    }
    String name = m.group(1);
    Metric metric =
        Metric.named(name)
            .orElseThrow(
                () -> new IllegalArgumentException("'" + name + "' is none of " + Metric.words()));
    double factor = metric.unit().factor(m.group(4));
    if (factor == 0) {
      String value = m.group(3) + m.group(4);
      throw new IllegalArgumentException(
          "'" + value + "' is no value of " + name + ", which " + metric.unit().form());
    }
    return new Threshold(s, metric, m.group(2), Double.parseDouble(m.group(3)) * factor);
  }

  /** Whether the condition holds, and the load has failed. */
  public boolean holds(LoadResult result) {
    double found = metric.of(result);
    return switch (operator) {
      case ">" -> found > value;
      case ">=" -> found >= value;
      case "<" -> found < value;
      default -> found <= value;
    };
  }

  /** Whether it says how many requests may fail. */
  public boolean isAboutErrors() {
    return metric == Metric.ERRORS || metric == Metric.ERROR_RATE;
  }

  /** As the user wrote it, without blanks. */
  public String text() {
    return text;
  }

  /** What the metric was, in words. */
  public String found(LoadResult result) {
    return metric.unit().words(metric.of(result));
  }
}
