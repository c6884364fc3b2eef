package greenloom.hub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** All hubs of the process that have not ended. Any thread. */
final class HubRegistry {
  private static final Set<Hub> ALL = Collections.newSetFromMap(new WeakHashMap<>());

  private HubRegistry() {}

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

  /** Whether another hub with a thread of its own has anybody who has not ended. */
  static boolean othersLive(Hub hub) {
    return all().stream().anyMatch(other -> other != hub && other.ownThread() && busy(other));
  }

  private static boolean busy(Hub hub) {
    return hub.loop().roster().live() > 0
        || !hub.loop().inbox().isEmpty()
        || !hub.loop().inbox().asleep();
  }

  static List<Hub> all() {
    synchronized (ALL) {
      return new ArrayList<>(ALL);
    }
  }
}
