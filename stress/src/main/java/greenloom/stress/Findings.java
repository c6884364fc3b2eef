package greenloom.stress;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** What is wrong, as far as it was found; the first of many. Any thread. */
public final class Findings {
  private static final int MOST = 20;

  private final List<String> found = new ArrayList<>();
  private long more;
  private boolean sealed;

  /** Notes one. */
  public synchronized void add(String what) {
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
  public void add(String what, Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    add(what + ": " + trace.toString().strip());
  }

  /** From now on nothing is noted: what follows is a consequence. */
  public synchronized void seal() {
    sealed = true;
  }

  /** Returns whether there is any. */
  public synchronized boolean any() {
    return !found.isEmpty();
  }

  /** Returns those that were noted, and how many more there were. */
  public synchronized List<String> all() {
    List<String> all = new ArrayList<>(found);
    if (more > 0) {
      all.add("and " + more + " more");
    }
    return all;
  }
}
