package greenloom.stress.sockets;

import greenloom.hub.Hub;
import greenloom.hub.HubStats;
import greenloom.stress.ReportFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/** What the file about a soak says. */
final class SoakReport {
  private final Soak soak;
  private final ReportFile file;

  /** Made before the soak runs. */
  SoakReport(Soak soak, String commit) {
    this.soak = soak;
    this.file = new ReportFile(commit);
  }

  private void fill(String date) {
    SoakOptions options = soak.options();
    file.begin("Sockets, " + date);
    file.line(
        "- Outcome: "
            + (soak.findings().any()
                ? "**something is wrong**, see below"
                : "nothing lost, nothing left"));
    file.line("- Poller: `" + Hub.background().stats().poller() + "`");
    file.machine();
    file.line(
        "- Seed %d; %d rounds, %d s in all, up to %,d connections at once",
        options.seed(), options.rounds(), options.seconds(), options.connections());
    file.line(
        "\n"
            + "After each round descriptors, threads, greenlets, timers, registrations and the"
            + " objects");
    file.line("of connections were counted, and compared with what there was before it.");
    file.findings(soak.findings());
    rounds();
    counts();
  }

  private void rounds() {
    file.line("\n## Rounds\n");
    file.line(
        "| round | seconds | connections | messages | kills | sleeps | wake-ups from outside |");
    file.line("|---|--:|--:|--:|--:|--:|--:|");
    for (Soak.Result result : soak.results()) {
      file.line(
          "| %s | %.0f | %,d | %,d | %,d | %,d | %,d |",
          result.round(),
          result.seconds(),
          result.tally().count(Tally.Of.CONNECTIONS),
          result.tally().count(Tally.Of.MESSAGES),
          result.tally().kills(),
          sum(result, HubStats::sleeps),
          sum(result, HubStats::fromOutside));
    }
  }

  private static long sum(Soak.Result result, ToLongFunction<HubStats> what) {
    return result.hubs().stream().mapToLong(what).sum();
  }

  private void counts() {
    file.line("\n## In all\n");
    file.line("| | |");
    file.line("|---|--:|");
    for (Tally.Of what : Tally.Of.values()) {
      long all = soak.results().stream().mapToLong(result -> result.tally().count(what)).sum();
      file.line("| %s | %,d |", what.words(), all);
    }
  }

  /** Writes it all into a folder under a name that is free there; returns where. */
  Path write(Path folder, String date) throws IOException {
    fill(date);
    String poller = System.getProperty("greenloom.poller", "epoll");
    return file.write(folder, date + "-sockets-" + poller);
  }
}
