package greenloom.hub;

import java.util.ArrayList;
import java.util.List;

/** The message of a {@link DeadlockException}: why, who waits for what, and what can be done. */
final class DeadlockReport {
  private static final int MOST = 50;

  private DeadlockReport() {}

  static String of(Hub hub) {
    StringBuilder text = new StringBuilder();
    text.append("deadlock: nothing can ever happen again on hub ").append(hub.name());
    text.append(". Nobody is ready, no timer runs, nothing comes from outside, and these wait:\n");
    List<GreenThread> waiting = new ArrayList<>(hub.threads());
    waiting.add(hub.root());
    List<GreenThread> listed = waiting.reversed();
    for (GreenThread t : listed.subList(0, Math.min(MOST, listed.size()))) {
      text.append("  ").append(Standing.line(t)).append('\n');
      StackTraceElement at = t.green() ? Standing.userFrame(t.thread()) : null;
      text.append(at == null ? "" : "      at " + at + "\n");
    }
    if (listed.size() > MOST) {
      text.append("  and ").append(listed.size() - MOST).append(" more, see Hub.dump()\n");
    }
    List<DeadlockCycle> circles = WaitGraph.circles(hub);
    circles.forEach(text::append);
    text.append(circles.isEmpty() ? NOBODY_LEFT : "").append(ADVICE);
    return text.toString();
  }

  private static final String NOBODY_LEFT =
      "None waits for another by name: who should set, put or release these has ended, or was never"
          + " started.\n";

  private static final String ADVICE =
      "If another thread will answer that has not touched these things yet, say hub.keepOpen()"
          + " meanwhile. -Dgreenloom.debug=spawn tells the line of each spawn.";
}
