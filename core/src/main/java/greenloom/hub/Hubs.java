package greenloom.hub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** All hubs of the process that have not ended. Any thread. */
final class Hubs {
  private static final Set<Hub> ALL = Collections.newSetFromMap(new WeakHashMap<>());

  private Hubs() {}

  /** On the bare carrier, before it runs anybody; the lock is held for a moment only. */
  static void add(Hub hub) {
    synchronized (ALL) {
      ALL.add(hub);
    }
  }

  static void remove(Hub hub) {
    synchronized (ALL) {
      ALL.remove(hub);
    }
  }

  static List<Hub> all() {
    synchronized (ALL) {
      return new ArrayList<>(ALL);
    }
  }
}
