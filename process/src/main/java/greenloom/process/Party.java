package greenloom.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Those who come to the shared objects of this process one way; they go together, too. */
class Party {
  /** Those in this process itself. */
  static final Party HERE = new Party();

  private final Set<Served> concerned = ConcurrentHashMap.newKeySet();

  /** Has {@code object} told when they go. */
  final void concerns(Served object) {
    concerned.add(object);
  }

  /** They have gone. */
  final void gone() {
    concerned.forEach(object -> object.gone(this));
  }
}
