package greenloom.stress.sockets;

import greenloom.hub.Hub;
import greenloom.stress.Findings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks whether each thing gets on. It counts its own looks, one a second, and not the clock's
 * time: when the whole process stood still, nobody is to blame.
 */
final class StallWatch {
  private final int patience;
  private final Findings findings;
  private final Set<Watched> all = ConcurrentHashMap.newKeySet();
  private final Map<Watched, Seen> seen = new HashMap<>();

  private record Seen(long progress, int looks) {}

  /** One that is patient for so many looks. */
  StallWatch(int patience, Findings findings) {
    this.patience = patience;
    this.findings = findings;
  }

  /** Begins to watch something. Any thread. */
  void add(Watched what) {
    all.add(what);
  }

  /** Ends that. Any thread. */
  void remove(Watched what) {
    all.remove(what);
  }

  /** How many things are watched. */
  int watched() {
    return all.size();
  }

  /**
   * Looks once. The first time something does not get on this is a finding, and what the hubs do is
   * printed.
   */
  void look(List<Hub> hubs) {
    boolean before = findings.any();
    seen.keySet().retainAll(all);
    for (Watched what : all) {
      long progress = what.progress();
      Seen last = seen.get(what);
      int looks = last != null && last.progress == progress ? last.looks + 1 : 0;
      seen.put(what, new Seen(progress, looks));
      if (looks == patience) {
        findings.add("does not get on any more: " + what);
      }
    }
    if (findings.any() && !before) {
      hubs.forEach(hub -> System.err.println(hub.dump()));
    }
  }
}
