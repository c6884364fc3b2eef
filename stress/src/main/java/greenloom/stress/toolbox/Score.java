package greenloom.stress.toolbox;

import greenloom.stress.Findings;
import java.util.Map;
import java.util.TreeMap;

/** What has happened in a game, how often, and in which order. Any thread. */
final class Score {
  private final Findings findings;
  private final Map<String, Long> counts = new TreeMap<>();
  private long digest;

  Score(Findings findings) {
    this.findings = findings;
  }

  /** Notes how a turn came out. */
  synchronized void note(String player, Tool tool, String how) {
    String what = tool.getClass().getSimpleName().replace("Tool", "") + ": " + how;
    counts.merge(what, 1L, Long::sum);
    digest = 31 * digest + (player + what).hashCode();
  }

  /** Notes that a turn threw what it must not throw. */
  void failed(String player, Tool tool, Throwable e) {
    findings.add(player + " at " + tool.getClass().getSimpleName(), e);
  }

  /** Returns how often each thing has come out. */
  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** Returns how many turns were played. */
  synchronized long turns() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns a number that another order of events would make another. */
  synchronized long digest() {
    return digest;
  }
}
