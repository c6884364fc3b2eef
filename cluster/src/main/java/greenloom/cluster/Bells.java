package greenloom.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import greenloom.sync.Event;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One bell for each shared object that somebody here waits for; it rings when the object has
 * changed. A ring can get lost while members die, so nobody should wait for it without limit.
 */
final class Bells {
  private final IMap<String, Kept<?>> objects;
  private final ConcurrentMap<String, Bell> bells = new ConcurrentHashMap<>();

  Bells(IMap<String, Kept<?>> objects) {
    this.objects = objects;
  }

  private static final class Bell
      implements EntryAddedListener<String, Kept<?>>, EntryUpdatedListener<String, Kept<?>> {
    final AtomicReference<Event> next = new AtomicReference<>(new Event());

    @Override
    public void entryAdded(EntryEvent<String, Kept<?>> event) {
      ring();
    }

    @Override
    public void entryUpdated(EntryEvent<String, Kept<?>> event) {
      ring();
    }

    private void ring() {
      next.getAndSet(new Event()).set();
    }
  }

  /** Returns what will be set when the object has changed after this call. */
  Event next(String name) {
    Bell bell = bells.get(name);
    if (bell == null) {
      bell = hung(name);
    }
    return bell.next.get();
  }

  private Bell hung(String name) {
    Bell fresh = new Bell();
    Bell known = bells.putIfAbsent(name, fresh);
    if (known != null) {
      return known;
    }
    Object _ = Calls.call(() -> objects.addEntryListener(fresh, name, false));
    return fresh;
  }
}
