package greenloom.stress.toolbox;

import greenloom.stress.Findings;
import greenloom.stress.Progress;
import greenloom.stress.ReportFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plays a game for each of many seeds, twice on one hub and once on threads of all kinds, and
 * writes a file about them; {@code stress/run toolbox} starts it.
 */
public final class ToolboxSoak {
  private final Findings findings = new Findings();
  private final Map<String, Long> onOneHub = new TreeMap<>();
  private final Map<String, Long> onAllKinds = new TreeMap<>();

  /** Runs it: the folder of the module, the commit, the first seed, how many seeds. */
  static void main(String... args) throws Exception {
    List<String> words = List.of(args);
    ToolboxSoak soak = new ToolboxSoak();
    ReportFile file = new ReportFile(words.get(1));
    long first = Long.parseLong(words.get(2));
    int seeds = Integer.parseInt(words.get(3));
    long begun = System.nanoTime();
    int played = soak.play(first, seeds);
    soak.findings.all().forEach(System.err::println);
    soak.report(file, first, played, (System.nanoTime() - begun) / 1_000_000_000);
    Path folder = Path.of(words.get(0), "results");
    Progress.say("written: " + file.write(folder, ReportFile.today() + "-toolbox"));
    System.exit(soak.findings.any() ? 1 : 0);
  }

  /** What is wrong. */
  Findings findings() {
    return findings;
  }

  /** Plays so many seeds, or as many as it takes to find something; returns how many. */
  int play(long first, int seeds) {
    for (int i = 0; i < seeds; i++) {
      if (findings.any()) {
        return i;
      }
      play(first + i);
      if ((i + 1) % 20 == 0) {
        Progress.say((i + 1) + " of " + seeds + " seeds");
      }
    }
    return seeds;
  }

  private void play(long seed) {
    Score score = Game.onOneHub(seed, findings);
    Score again = Game.onOneHub(seed, findings);
    if (!findings.any() && score.digest() != again.digest()) {
      findings.add("seed " + seed + " came out in two ways: " + score.counts() + again.counts());
    }
    score.counts().forEach((what, n) -> onOneHub.merge(what, n, Long::sum));
    if (!findings.any()) {
      Game.onAllKinds(seed, findings)
          .counts()
          .forEach((what, n) -> onAllKinds.merge(what, n, Long::sum));
    }
  }

  private void report(ReportFile file, long first, int seeds, long seconds) {
    file.begin("Toolbox, " + ReportFile.today());
    file.line(
        "- Outcome: "
            + (findings.any()
                ? "**something is wrong**, see below"
                : "nothing lost, nothing left"));
    file.machine();
    file.line("- %d seeds, from %d on; %d s in all", seeds, first, seconds);
    file.line("");
    file.line(
        "Each seed was played twice on one hub, with the same outcome in the same order, and");
    file.line("once on two hubs, platform threads and virtual threads of the JDK.");
    file.findings(findings);
    file.line("\n## What came out\n");
    file.line("| turn | on one hub | on threads of all kinds |");
    file.line("|---|--:|--:|");
    Map<String, Long> all = new TreeMap<>(onOneHub);
    onAllKinds.forEach(all::putIfAbsent);
    for (String what : all.keySet()) {
      file.line(
          "| %s | %,d | %,d |",
          what, onOneHub.getOrDefault(what, 0L), onAllKinds.getOrDefault(what, 0L));
    }
  }
}
