package greenloom.app.console;

import java.time.Duration;
import java.util.Locale;

/** Numbers with units, as people read them. */
public final class Quantities {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private Quantities() {}

  /** Bytes, in decimal units with one decimal place. */
  public static String bytes(long n) {
    if (n < 1000) {
      return n + " B";
    }
    double value = n;
    int unit = -1;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** A duration in the form that the options take: {@code 1m30s}, {@code 2s}, {@code 500ms}. */
  public static String duration(Duration d) {
    if (d.compareTo(Duration.ofSeconds(1)) < 0) {
      return d.toMillis() + "ms";
    }
    StringBuilder out = new StringBuilder();
    append(out, d.toHours(), "h");
    append(out, d.toMinutesPart(), "m");
    append(out, d.toSecondsPart(), "s");
    append(out, d.toMillisPart(), "ms");
    return out.toString();
  }

  private static void append(StringBuilder out, long n, String unit) {
    if (n != 0) {
      out.append(n).append(unit);
    }
  }

  /** Seconds with two decimal places. */
  public static String seconds(Duration d) {
    return String.format(Locale.ROOT, "%.2f s", toSeconds(d));
  }

  /** Nanoseconds as milliseconds, to the microsecond. */
  public static String millis(double nanos) {
    return String.format(Locale.ROOT, "%,.3f ms", nanos / 1e6);
  }

  /** A count with its noun: {@code 1 file}, {@code 2 files}. */
  public static String count(long n, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", n, noun, n == 1 ? "" : "s");
  }

  /** Seconds as a number, to the millisecond. */
  public static double toSeconds(Duration d) {
    return d.toMillis() / 1000.0;
  }
}
