package greenloom.stress.sockets;

import greenloom.hub.Hub;
import greenloom.hub.HubStats;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The file that says what was done, on what, and what came of it. */
final class SoakReport {
  private final Soak soak;
  private final String commit;
  private final String loadBefore = load();
  private final StringBuilder text = new StringBuilder();

  /** Made before the soak runs. */
  SoakReport(Soak soak, String commit) {
    this.soak = soak;
    this.commit = commit;
  }

  private static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return String.format(Locale.ROOT, "%.2f", load);
  }

  private static String poller() {
    return Hub.background().stats().poller();
  }

  /** Returns the whole file. */
  String text(String date) {
    text.setLength(0);
    SoakOptions options = soak.options();
    line("# Sockets, " + date + "\n");
    line(
        "- Outcome: "
            + (soak.findings().any()
                ? "**something is wrong**, see below"
                : "nothing lost, nothing left"));
    line("- Poller: `" + poller() + "`");
    line(
        "- Machine: %d processors, %s %s (%s); load %s before, %s after, this run included"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                loadBefore,
                load()));
    line("- JVM: " + System.getProperty("java.vendor") + " JDK " + Runtime.version());
    line("- Greenloom: commit " + commit);
    line(
        "- Seed %d; %d rounds, %d s in all, up to %,d connections at once"
            .formatted(options.seed(), options.rounds(), options.seconds(), options.connections()));
    line(
        "\n"
            + "After each round descriptors, threads, greenlets, timers, registrations and the"
            + " objects");
    line("of connections were counted, and compared with what there was before it.");
    findings();
    rounds();
    counts();
    return text.toString();
  }

  private void findings() {
    if (soak.findings().any()) {
      line("\n## What is wrong\n\n```text");
      soak.findings().all().forEach(this::line);
      line("```");
    }
  }

  private void rounds() {
    line("\n## Rounds\n");
    line("| round | seconds | connections | messages | kills | sleeps | wake-ups from outside |");
    line("|---|--:|--:|--:|--:|--:|--:|");
    for (Soak.Result result : soak.results()) {
      line(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %,d | %,d | %,d | %,d | %,d |",
              result.round(),
              result.seconds(),
              result.tally().count(Tally.Of.CONNECTIONS),
              result.tally().count(Tally.Of.MESSAGES),
              result.tally().kills(),
              sum(result, HubStats::sleeps),
              sum(result, HubStats::fromOutside)));
    }
  }

  private static long sum(Soak.Result result, ToLongFunction<HubStats> what) {
    return result.hubs().stream().mapToLong(what).sum();
  }

  private void counts() {
    line("\n## In all\n");
    line("| | |");
    line("|---|--:|");
    for (Tally.Of what : Tally.Of.values()) {
      long all = soak.results().stream().mapToLong(result -> result.tally().count(what)).sum();
      line(String.format(Locale.ROOT, "| %s | %,d |", what.words(), all));
    }
  }

  /** Writes the whole file into a folder under a name that is free there; returns where. */
  Path write(Path folder, String date) throws IOException {
    String poller = System.getProperty("greenloom.poller", "epoll");
    String name = date + "-sockets-" + poller;
    Path aside = Files.createTempFile(folder, "." + name, ".part");
    try {
      Files.writeString(aside, text(date));
      for (int i = 1; ; i++) {
        Path file = folder.resolve(name + (i == 1 ? "" : "-" + i) + ".md");
        try {
          return Files.createLink(file, aside); // unlike a move, never in the place of another
        } catch (FileAlreadyExistsException e) {
          // one more
        }
      }
    } finally {
      Files.delete(aside);
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
