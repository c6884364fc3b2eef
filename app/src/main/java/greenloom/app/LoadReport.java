package greenloom.app;

import greenloom.app.console.Quantities;
import greenloom.app.console.Table;
import greenloom.app.load.LoadPlan;
import greenloom.app.load.LoadResult;
import greenloom.app.load.Target;
import greenloom.app.load.Threshold;
import greenloom.app.load.Trouble;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * What is told of a load in the end.
 *
 * @param target what was asked
 * @param plan how
 * @param thresholds under which it has failed
 * @param result what came of it
 */
record LoadReport(Target target, LoadPlan plan, List<Threshold> thresholds, LoadResult result) {
  private record Percentile(String name, String key, double percent) {}

  private static final List<Percentile> PERCENTILES =
      List.of(
          new Percentile("p50", "p50", 50),
          new Percentile("p90", "p90", 90),
          new Percentile("p95", "p95", 95),
          new Percentile("p99", "p99", 99),
          new Percentile("p99.9", "p99_9", 99.9),
          new Percentile("max", "max", 100));

  /** The thresholds that came true. */
  List<Threshold> failures() {
    return thresholds.stream().filter(threshold -> threshold.holds(result)).toList();
  }

  private boolean anyMeasured() {
    return result.latencies().getTotalCount() > 0;
  }

  // --- for people ---

  /** All in one line. */
  String headline() {
    return Quantities.count(result.requests(), "request")
        + " in "
        + Quantities.seconds(result.elapsed())
        + " on "
        + Quantities.count(plan.connections(), "connection")
        + (result.failed() == 0 ? "" : "; failed " + count(result.failed()));
  }

  /** The figures. */
  Table table() {
    Table table = new Table();
    table.row("requests/s", decimal(result.rate()), wanted());
    if (anyMeasured()) {
      for (Percentile p : PERCENTILES) {
        table.row(p.name, millis(p));
      }
      table.row("mean", Quantities.millis(result.latencies().getMean()));
    }
    bytes(table, "received", result.received());
    bytes(table, "sent", result.sent());
    for (Map.Entry<Integer, Long> e : result.statuses().entrySet()) {
      table.row(e.getKey() == 0 ? "answered" : "status " + e.getKey(), count(e.getValue()));
    }
    for (Map.Entry<Trouble, Long> e : result.troubles().entrySet()) {
      table.row(e.getKey().words(), count(e.getValue()));
    }
    if (result.unsent() > 0) {
      table.row("not begun", count(result.unsent()), "all connections were busy");
    }
    return table
        .row("connections opened", count(result.opened()))
        .row(
            "processors used", String.format(Locale.ROOT, "%.2f", processors()), "by this program");
  }

  private String millis(Percentile p) {
    return Quantities.millis((double) result.percentile(p.percent));
  }

  private String wanted() {
    return plan.hasRate() ? "of " + decimal(plan.rate()) + " wanted" : "";
  }

  private void bytes(Table table, String name, long bytes) {
    long rate = Math.round(result.perSecond(bytes));
    table.row(name, Quantities.bytes(bytes), Quantities.bytes(rate) + "/s");
  }

  private double processors() {
    Duration elapsed = result.elapsed();
    return elapsed.isZero() ? 0 : (double) result.cpu().toNanos() / elapsed.toNanos();
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }

  // --- for programs ---

  /** Prints one JSON object; what there is none of is null. */
  void print(PrintStream out, int exitCode) {
    JsonSummary.print(
        out,
        json -> {
          json.writeStringProperty("target", target.toString());
          json.writeNumberProperty("connections", plan.connections());
          json.writeNumberProperty("hubs", plan.hubs());
          number(json, "rate_wanted", plan.hasRate(), plan.rate());
          json.writeNumberProperty("seconds", Quantities.toSeconds(result.elapsed()));
          json.writeNumberProperty("requests", result.requests());
          json.writeNumberProperty("failed", result.failed());
          json.writeNumberProperty("unsent", result.unsent());
          number(json, "requests_per_second", true, result.rate());
          latencies(json);
          json.writeNumberProperty("bytes_received", result.received());
          json.writeNumberProperty("bytes_sent", result.sent());
          json.writeNumberProperty("connections_opened", result.opened());
          json.writeNumberProperty("cpu_seconds", Quantities.toSeconds(result.cpu()));
          json.writeObjectPropertyStart("statuses");
          result.statuses().forEach((status, n) -> status(json, status, n));
          json.writeEndObject();
          json.writeObjectPropertyStart("errors");
          result.troubles().forEach((trouble, n) -> json.writeNumberProperty(trouble.words(), n));
          json.writeEndObject();
          json.writeArrayPropertyStart("failed_if");
          failures().forEach(threshold -> json.writeString(threshold.text()));
          json.writeEndArray();
          json.writeNumberProperty("exit_code", exitCode);
        });
  }

  private static void status(JsonGenerator json, int status, long n) {
    if (status != 0) {
      json.writeNumberProperty(Integer.toString(status), n);
    }
  }

  private void latencies(JsonGenerator json) {
    boolean any = anyMeasured();
    json.writeObjectPropertyStart("latency_ms");
    for (Percentile p : PERCENTILES) {
      number(json, p.key, any, result.percentile(p.percent) / 1e6);
    }
    number(json, "mean", any, result.latencies().getMean() / 1e6);
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, boolean any, double value) {
    if (any) {
      json.writeNumberProperty(name, Math.round(value * 1000) / 1000.0);
    } else {
      json.writeNullProperty(name);
    }
  }
}
