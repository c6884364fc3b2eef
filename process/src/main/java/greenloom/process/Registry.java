package greenloom.process;

import java.util.HashMap;
import java.util.Map;

/** The object of a host that makes the others: for the proxies of its {@link Manager}. */
final class Registry extends Served {
  private final Host host;
  private final Map<String, Place> named = new HashMap<>();

  Registry(Host host) {
    this.host = host;
  }

  /** What can be made. */
  enum Kind {
    MAP,
    LIST,
    QUEUE,
    VALUE,
    LOCK,
    EVENT,
    SEMAPHORE
  }

  @Override
  void handle(Request r) {
    switch (r.op()) {
      case MAKE -> answer(r, Blob.of(make(r)));
      case DROP -> {
        named.values().removeIf(place -> place.number() == r.number(0));
        host.drop(r.number(0));
        answer(r);
      }
      default -> throw senseless(r);
    }
  }

  /** The number of the object; one of that name if there is one. */
  private long make(Request r) {
    Kind kind = Kind.values()[(int) r.number(0)];
    String name = String.valueOf(r.value(1).value(Accepted.here()));
    if (name.isEmpty()) {
      return host.add(fresh(kind, r)).number();
    }
    return named.computeIfAbsent(kind + " " + name, _ -> host.add(fresh(kind, r))).number();
  }

  private static Served fresh(Kind kind, Request r) {
    return switch (kind) {
      case MAP -> new ServedMap();
      case LIST -> new ServedList();
      case QUEUE -> new ServedQueue((int) r.number(2), false);
      case VALUE -> new ServedValue(r.value(2).compact());
      case LOCK -> new ServedLock();
      case EVENT -> new ServedEvent();
      case SEMAPHORE -> new ServedSemaphore((int) r.number(2));
    };
  }
}
