package greenloom.stress.sockets;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** What is wrong, as far as it was found; the first of many. Any thread. */
final class Findings {
  private static final int MOST = 20;

  private final List<String> found = new ArrayList<>();
  private long more;
  private boolean sealed;

  /** Notes one. */
  synchronized void add(String what) {
    if (sealed) {
      return;
    }
    if (found.size() < MOST) {
      found.add(what);
    } else {
      more++;
    }
  }

  /** Notes one that something was thrown for. */
  void add(String what, Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    add(what + ": " + trace.toString().strip());
  }

  /** From now on nothing is noted: what follows is a consequence. */
  synchronized void seal() {
    sealed = true;
  }

  /** Returns whether there is any. */
  synchronized boolean any() {
    return !found.isEmpty();
  }

  /** Returns those that were noted, and how many more there were. */
  synchronized List<String> all() {
    List<String> all = new ArrayList<>(found);
    if (more > 0) {
      all.add("and " + more + " more");
    }
    return all;
  }
}
