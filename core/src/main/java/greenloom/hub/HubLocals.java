package greenloom.hub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The values that one hub has of its own; closed with it, if they can be. Any thread. */
final class HubLocals {
  private final Hub hub;
  private final Map<HubLocal<?>, Object> values = new ConcurrentHashMap<>();

  HubLocals(Hub hub) {
    this.hub = hub;
  }

  <T> T get(HubLocal<T> key) {
    Object value = values.get(key);
    if (value == null) {
      Object made = key.make(hub);
      Object other = values.putIfAbsent(key, made);
      value = other == null ? made : other;
      if (other != null) {
        discard(made);
      }
    }
    @SuppressWarnings("unchecked")
    T typed = (T) value;
    return typed;
  }

  void discardAll() {
    values.values().forEach(this::discard);
  }

  private void discard(Object value) {
    if (value instanceof AutoCloseable c) {
      try {
        c.close();
      } catch (Exception e) {
        hub.report("closing " + value + " of hub " + hub.name(), e);
      }
    }
  }
}
