package greenloom.process;

import greenloom.hub.Hub;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** Those who come to the shared objects of this process one way; they go together, too. */
class Party {
  /** Those in this process itself. */
  static final Party HERE = new Party();

  /** Weak, so that those that are given up can go before these do. */
  private final Set<Served> concerned =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Has {@code object} told when they go. */
  final void concerns(Served object) {
    if (this != HERE) { // which never goes
      concerned.add(object);
    }
  }

  /** A greenlet of {@code hub} waits for what they may do; that may read how they come. */
  void lend(Hub hub) {}

  /** They have gone. */
  final void gone() {
    List<Served> all;
    synchronized (concerned) {
      all = new ArrayList<>(concerned);
    }
    all.forEach(object -> object.gone(this));
  }
}
