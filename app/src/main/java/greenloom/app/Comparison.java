package greenloom.app;

import greenloom.app.console.Quantities;
import greenloom.app.console.Table;
import greenloom.app.crawl.CrawlReport;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The same crawl done in two ways, or in one of them.
 *
 * @param sequential one URL at a time; null if that was not asked for
 * @param concurrent all at once; null if it did not come to that
 * @param threadsPeak the most platform threads of the process during the last of them
 */
record Comparison(
    @Nullable CrawlReport sequential, @Nullable CrawlReport concurrent, int threadsPeak) {

  /** The one that counts. */
  CrawlReport last() {
    if (concurrent != null) {
      return concurrent;
    }
    if (sequential != null) {
      return sequential;
    }
    throw new IllegalStateException("no crawl took place");
  }

  /** URLs that failed, be it in only one of them. */
  int failed() {
    return Math.max(last().failed(), sequential == null ? 0 : sequential.failed());
  }

  /** True if both ways were gone. */
  boolean isWhole() {
    return sequential != null && concurrent != null;
  }

  private static double seconds(CrawlReport report) {
    return Quantities.toSeconds(report.elapsed());
  }

  private double speedup() {
    return sequential == null || concurrent == null
        ? 0
        : seconds(sequential) / Math.max(0.001, seconds(concurrent));
  }

  /** The figures side by side. */
  Table table() {
    CrawlReport last = last();
    Table table = new Table();
    if (sequential != null) {
      table.row("sequential", Quantities.seconds(sequential.elapsed()), "one URL at a time");
    }
    if (concurrent != null) {
      table.row(
          "concurrent",
          Quantities.seconds(concurrent.elapsed()),
          "each URL in a greenlet of its own");
    }
    return table
        .row("speed-up", String.format(Locale.ROOT, "%.1f x", speedup()))
        .row("pages", Integer.toString(last.pages()))
        .row("pictures", Integer.toString(last.images()))
        .row("bytes", String.format(Locale.ROOT, "%,d", last.bytes()))
        .row(
            "greenlets at the peak",
            Integer.toString(last.greenletsPeak()),
            "all on one of the platform threads")
        .row(
            "platform threads",
            Integer.toString(threadsPeak),
            "in the whole process, the JVM's own included");
  }

  /** Prints one JSON object; what was not measured is null. */
  void print(PrintStream out) {
    CrawlReport last = last();
    JsonSummary.print(
        out,
        json -> {
          json.writeNumberProperty("pages", last.pages());
          json.writeNumberProperty("images", last.images());
          json.writeNumberProperty("bytes", last.bytes());
          json.writeNumberProperty("failed", last.failed());
          writeSeconds(json, "sequential_seconds", sequential);
          writeSeconds(json, "concurrent_seconds", concurrent);
          if (isWhole()) {
            json.writeNumberProperty("speedup", Math.round(speedup() * 100) / 100.0);
          } else {
            json.writeNullProperty("speedup");
          }
          json.writeNumberProperty("greenlets_peak", last.greenletsPeak());
          json.writeNumberProperty("threads_peak", threadsPeak);
        });
  }

  private static void writeSeconds(JsonGenerator json, String name, @Nullable CrawlReport report) {
    if (report == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, seconds(report));
    }
  }
}
