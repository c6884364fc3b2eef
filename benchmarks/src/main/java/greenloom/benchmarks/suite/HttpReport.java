package greenloom.benchmarks.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The file that says how HTTP servers were measured, and what was found. */
final class HttpReport {
  private final List<String> facts;
  private final HttpOptions options;
  private final Samples<HttpRow, HttpSample> values;
  private final StringBuilder text = new StringBuilder();

  HttpReport(List<String> facts, HttpOptions options, Samples<HttpRow, HttpSample> values) {
    this.facts = facts;
    this.options = options;
    this.values = values;
  }

  /** Returns the whole file. */
  String text(String date) {
    text.setLength(0);
    line("# " + date + ", HTTP\n");
    facts.forEach(fact -> line("- " + fact));
    values.notes().forEach(note -> line("- " + note));
    line("");
    line(
        """
        Nothing is bound to a processor: the server has all of them, with its compilers and its
        collector, and so has wrk, which has one thread. Values are medians of the rounds. CPU is
        the time that the operating system counts for the whole process of the server, for each
        answer, in microseconds. The ratios are to the same server on the JDK's scheduler as it
        comes (default) and on one carrier (one). Latencies are in milliseconds, as wrk sees them.
        Threads are those of the operating system, memory is what the process holds, in megabytes,
        both right after the load. The handler of *wait* waits 20 ms before it answers.\
        """);
    options.cases().forEach(this::table);
    return text.toString();
  }

  /** Writes the whole file into a folder under a name that is free there; returns where. */
  Path write(Path folder, String date) throws IOException {
    return ResultFile.write(folder, date + "-http", text(date));
  }

  private void table(HttpCase what) {
    line("\n## " + what + "\n");
    line(
        "| server | scheduler | requests/s | min–max | to default | to one | CPU | min–max"
            + " | to default | to one | p50 | p99 | p99 min–max | threads | memory |");
    line("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    options.rivals().stream()
        .filter(rival -> !sorted(what, rival, HttpSample::cpuMicros).isEmpty())
        .forEach(rival -> row(what, rival));
  }

  private void row(HttpCase what, HttpRival rival) {
    line(
        String.format(
            Locale.ROOT,
            "| %s | %s | %,.0f | %s | %s | %s | %.1f | %s | %s | %s | %.2f | %.2f | %s | %.0f |"
                + " %.0f |",
            rival.product().word(),
            rival.scheduler().title,
            median(what, rival, HttpSample::requestsPerSecond),
            span(what, rival, "%,.0f", HttpSample::requestsPerSecond),
            ratio(what, rival, HttpScheduler.DEFAULT, HttpSample::requestsPerSecond),
            ratio(what, rival, HttpScheduler.ONE, HttpSample::requestsPerSecond),
            median(what, rival, HttpSample::cpuMicros),
            span(what, rival, "%.1f", HttpSample::cpuMicros),
            ratio(what, rival, HttpScheduler.DEFAULT, HttpSample::cpuMicros),
            ratio(what, rival, HttpScheduler.ONE, HttpSample::cpuMicros),
            median(what, rival, HttpSample::p50) / 1000,
            median(what, rival, HttpSample::p99) / 1000,
            span(what, rival, "%.2f", sample -> sample.p99() / 1000),
            median(what, rival, HttpSample::threads),
            median(what, rival, HttpSample::megabytes)));
  }

  private List<Double> sorted(HttpCase what, HttpRival rival, ToDoubleFunction<HttpSample> value) {
    return values.sorted(new HttpRow(what, rival), value);
  }

  private double median(HttpCase what, HttpRival rival, ToDoubleFunction<HttpSample> value) {
    return values.median(new HttpRow(what, rival), value);
  }

  private String span(
      HttpCase what, HttpRival rival, String format, ToDoubleFunction<HttpSample> value) {
    List<Double> sorted = sorted(what, rival, value);
    return String.format(Locale.ROOT, format + "–" + format, sorted.getFirst(), sorted.getLast());
  }

  private String ratio(
      HttpCase what, HttpRival rival, HttpScheduler to, ToDoubleFunction<HttpSample> value) {
    double base = median(what, new HttpRival(rival.product(), to), value);
    return base > 0 && rival.scheduler() == HttpScheduler.HUB
        ? String.format(Locale.ROOT, "%.2f", median(what, rival, value) / base)
        : "";
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
