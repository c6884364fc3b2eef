package greenloom.benchmarks.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The file that says how echo servers were measured, and what was found. */
final class EchoReport {
  /** Whom the others are compared with. */
  private static final List<EchoRival> BASES =
      List.of(EchoRival.C, EchoRival.VIRTUAL_THREADS, EchoRival.NETTY_EPOLL, EchoRival.GEVENT);

  private final List<String> facts;
  private final EchoOptions options;
  private final EchoValues values;
  private final StringBuilder text = new StringBuilder();

  EchoReport(List<String> facts, EchoOptions options, EchoValues values) {
    this.facts = facts;
    this.options = options;
    this.values = values;
  }

  /** Returns the whole file. */
  String text(String date) {
    text.setLength(0);
    line("# " + date + ", echo\n");
    facts.forEach(fact -> line("- " + fact));
    values.notes().forEach(note -> line("- " + note));
    line("");
    line(
        """
        Each server ran alone on one processor and the load generator on another. CPU is the time
        that the operating system counts for the whole process of the server, for each message that
        came back, in microseconds: the median of the rounds, the least and the most, and how the
        median compares with those of some servers. Latencies are in microseconds and hold the time in
        the load generator, too; they are medians of the rounds, as the rest is. Busy is the part
        of its processor that the server used.\
        """);
    options.cases().forEach(this::table);
    idle();
    return text.toString();
  }

  /** Writes the whole file into a folder under a name that is free there; returns where. */
  Path write(Path folder, String date) throws IOException {
    return ResultFile.write(folder, date + "-echo", text(date));
  }

  private void table(EchoCase what) {
    if (options.rivals().stream().noneMatch(rival -> measured(what, rival))) {
      return;
    }
    line("\n## " + what + "\n");
    StringBuilder to = new StringBuilder();
    BASES.forEach(base -> to.append(" | to ").append(base.word()));
    line("| server | CPU | min–max" + to + " | messages/s | p50 | p99 | busy |");
    line("|---|--:|--:" + "|--:".repeat(BASES.size()) + "|--:|--:|--:|--:|");
    options.rivals().stream()
        .filter(rival -> measured(what, rival))
        .forEach(rival -> row(what, rival));
  }

  private boolean measured(EchoCase what, EchoRival rival) {
    return !values.sorted(what, rival, EchoSample::cpuMicros).isEmpty();
  }

  private void row(EchoCase what, EchoRival rival) {
    List<Double> cpu = values.sorted(what, rival, EchoSample::cpuMicros);
    double median = Values.median(cpu);
    StringBuilder ratios = new StringBuilder();
    for (EchoRival base : BASES) {
      ratios.append(" | ").append(ratio(median, values.median(what, base, EchoSample::cpuMicros)));
    }
    line(
        String.format(
            Locale.ROOT,
            "| %s | %.2f | %.2f–%.2f%s | %,.0f | %,.0f | %,.0f | %.0f %% |",
            rival.word(),
            median,
            cpu.getFirst(),
            cpu.getLast(),
            ratios,
            values.median(what, rival, EchoSample::requestsPerSecond),
            values.median(what, rival, EchoSample::p50),
            values.median(what, rival, EchoSample::p99),
            100 * values.median(what, rival, EchoSample::busy)));
  }

  private void idle() {
    List<EchoRival> rivals =
        options.rivals().stream().filter(rival -> values.idle(rival) > 0).toList();
    if (rivals.isEmpty()) {
      return;
    }
    line(String.format(Locale.ROOT, "\n## %,d idle connections\n", options.idle()));
    line("Bytes of live heap for each, after it has echoed once: in all, and compared with one of");
    line(
        "the servers. greenloom, virtual-threads and ktor have a buffer of 16 KiB"
            + " each in it.\n");
    line("| server | bytes | without the buffer | more than virtual-threads |");
    line("|---|--:|--:|--:|");
    double base = values.idle(EchoRival.VIRTUAL_THREADS);
    for (EchoRival rival : rivals) {
      double bytes = values.idle(rival);
      line(
          String.format(
              Locale.ROOT,
              "| %s | %,.0f | %,.0f | %s |",
              rival.word(),
              bytes,
              rival.keepsBuffer() ? bytes - EchoIdle.BUFFER : bytes,
              base > 0 ? String.format(Locale.ROOT, "%,.0f", bytes - base) : ""));
    }
  }

  private static String ratio(double value, double base) {
    return base > 0 ? String.format(Locale.ROOT, "%.2f", value / base) : "";
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
