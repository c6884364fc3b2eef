package greenloom.cluster;

import com.hazelcast.map.MapStoreAdapter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store of a cluster as Hazelcast wants it: one of these for each map. Hazelcast calls it
 * before it changes anything in memory, on threads of its own, in the order of an object's changes.
 * Only a copy that meets an object for the first time loads it on the thread of its partition.
 */
final class Stored {
  private static final System.Logger LOG = System.getLogger("greenloom.cluster");
  private static final int AGAIN_MILLIS = 1_000;
  private static final byte[] WHOLE = {};

  private final ClusterStore store;

  Stored(ClusterStore store) {
    this.store = store;
  }

  /** The objects that are saved whole, those of them that have a name. */
  MapStoreAdapter<String, Kept<?>> objects() {
    return new Objects();
  }

  /** The entries of the dict of that name. */
  MapStoreAdapter<Packed, Packed> entries(String dict) {
    return new Entries(dict);
  }

  private final class Objects extends MapStoreAdapter<String, Kept<?>> {
    @Override
    public void store(String name, Kept<?> kept) {
      if (Cluster.hasName(name)) {
        save(name, WHOLE, Packed.of(kept).bytes());
      }
    }

    @Override
    public void delete(String name) {
      if (Cluster.hasName(name)) {
        Stored.this.delete(name, WHOLE);
      }
    }

    @Override
    @SuppressWarnings("NullAway") // Hazelcast takes null for none
    public Kept<?> load(String name) {
      byte[] bytes = Cluster.hasName(name) ? Stored.this.load(name, WHOLE) : null;
      return bytes == null ? null : told("read " + name, () -> Packed.made(bytes).value());
    }
  }

  private final class Entries extends MapStoreAdapter<Packed, Packed> {
    private final String dict;

    Entries(String dict) {
      this.dict = dict;
    }

    @Override
    public void store(Packed key, Packed value) {
      save(dict, key.bytes(), value.bytes());
    }

    @Override
    public void delete(Packed key) {
      Stored.this.delete(dict, key.bytes());
    }

    @Override
    @SuppressWarnings("NullAway") // Hazelcast takes null for none
    public Packed load(Packed key) {
      byte[] bytes = Stored.this.load(dict, key.bytes());
      return bytes == null ? null : Packed.made(bytes);
    }

    @Override
    public Map<Packed, Packed> loadAll(Collection<Packed> keys) {
      return untilItWorks(() -> {
        Map<Packed, Packed> all = new HashMap<>();
        for (Packed key : keys) {
          byte[] bytes = Stored.this.load(dict, key.bytes());
          if (bytes != null) {
            all.put(key, Packed.made(bytes));
          }
        }
        return all;
      });
    }

    @Override
    public Iterable<Packed> loadAllKeys() {
      return untilItWorks(() -> {
        List<Packed> all = new ArrayList<>();
        told("list " + dict, () -> store.keys(dict)).forEach(key -> all.add(Packed.made(key)));
        return all;
      });
    }
  }

  /**
   * Hazelcast begins with what it has when the first loading fails, and never loads again: a dict
   * would be smaller than it is. So its callers wait until it has been loaded.
   */
  private static <T> T untilItWorks(Supplier<T> loading) {
    boolean told = false;
    while (true) {
      try {
        return loading.get();
      } catch (ClusterStoreException e) {
        if (!told) {
          LOG.log(System.Logger.Level.WARNING, "{0}; who needs it waits", e.getMessage());
          told = true;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterStoreException("this member left while the store was read");
    }
  }

  private byte @Nullable [] load(String object, byte[] key) {
    return Stored.<byte @Nullable []>told("load " + object, () -> store.load(object, key));
  }

  private void save(String object, byte[] key, byte[] value) {
    boolean _ =
        told(
            "save " + object,
            () -> {
              store.save(object, key, value);
              return true;
            });
  }

  private void delete(String object, byte[] key) {
    boolean _ =
        told(
            "delete " + object,
            () -> {
              store.delete(object, key);
              return true;
            });
  }

  private static <T extends @Nullable Object> T told(String what, Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw ClusterStoreException.of("the store could not " + what, e);
    }
  }
}
