package greenloom.cluster;

import com.hazelcast.map.IMap;
import greenloom.process.SharedMap;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A shared map: its entries lie with all members, each with copies at others. A change of one entry
 * that is on its way when the member that has it dies may be made twice.
 */
final class ClusterMap<K, V> extends AbstractMap<K, V> implements SharedMap<K, V>, Serializable {
  private final String clusterName;
  private final String name;
  private transient @Nullable IMap<Packed, Packed> map;

  ClusterMap(Cluster cluster, String name) {
    this.clusterName = cluster.name();
    this.name = name;
    this.map = cluster.map(name);
  }

  private IMap<Packed, Packed> map() {
    IMap<Packed, Packed> known = map;
    if (known == null) {
      known = Cluster.here(clusterName).map(name);
      map = known;
    }
    return known;
  }

  @SuppressWarnings("NullAway") // null says that there is none
  private V value(@Nullable Packed packed) {
    return packed == null ? null : packed.value();
  }

  @Override
  @SuppressWarnings("NullAway") // null says that there is none
  public V get(Object key) {
    return value(Calls.call(() -> map().get(Packed.of(key))));
  }

  @Override
  public V put(K key, V value) {
    return value(Calls.call(() -> map().put(Packed.of(key), Packed.of(value))));
  }

  @Override
  @SuppressWarnings("NullAway") // null says that there was none
  public V remove(Object key) {
    return value(Calls.call(() -> map().remove(Packed.of(key))));
  }

  @Override
  public V putIfAbsent(K key, V value) {
    return value(Calls.call(() -> map().putIfAbsent(Packed.of(key), Packed.of(value))));
  }

  @Override
  public boolean remove(Object key, Object value) {
    return Calls.done(() -> map().remove(Packed.of(key), Packed.of(value)));
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    return Calls.done(
        () -> map().replace(Packed.of(key), Packed.of(oldValue), Packed.of(newValue)));
  }

  @Override
  public V replace(K key, V value) {
    return value(Calls.call(() -> map().replace(Packed.of(key), Packed.of(value))));
  }

  @Override
  public boolean containsKey(Object key) {
    return Calls.done(() -> map().containsKey(Packed.of(key)));
  }

  @Override
  public int size() {
    Integer size = Calls.call(() -> map().size());
    return size == null ? 0 : size;
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public void clear() {
    Object _ =
        Calls.call(() -> {
          map().clear();
          return true;
        });
  }

  /** A copy; what is changed in it changes the copy. */
  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    Set<Map.Entry<Packed, Packed>> all = Calls.call(() -> map().entrySet());
    Map<K, V> copy = new HashMap<>();
    if (all != null) {
      all.forEach(entry -> copy.put(entry.getKey().value(), entry.getValue().value()));
    }
    return Collections.unmodifiableMap(copy).entrySet();
  }
}
