package greenloom.process;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A shared map as its users see it. */
final class ManagedMap<K, V> extends AbstractMap<K, V> implements SharedMap<K, V>, Serializable {
  private final Place place;

  ManagedMap(Place place) {
    this.place = place;
  }

  private static Blob bytes(@Nullable Object value) {
    return Blob.of(Objects.requireNonNull(value, "a shared map takes no null"));
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // it was put in as one, or there is none
  private V value(Blob... answer) {
    return (V) answer[0].value(Accepted.here());
  }

  private boolean ask(Op op, @Nullable Object... values) {
    Blob[] all = new Blob[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = bytes(values[i]);
    }
    return place.ask(op, all)[0].equals(Blob.YES);
  }

  @Override
  public V get(Object key) {
    return value(place.ask(Op.GET, bytes(key)));
  }

  @Override
  public V put(K key, V value) {
    return value(place.ask(Op.SET, bytes(key), bytes(value)));
  }

  @Override
  public V remove(Object key) {
    return value(place.ask(Op.REMOVE, bytes(key)));
  }

  @Override
  public V putIfAbsent(K key, V value) {
    return value(place.ask(Op.SET_IF_ABSENT, bytes(key), bytes(value)));
  }

  @Override
  public boolean remove(Object key, Object value) {
    return ask(Op.REMOVE_EXACTLY, key, value);
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    return ask(Op.REPLACE, key, oldValue, newValue);
  }

  @Override
  @SuppressWarnings("NullAway") // null says that there was none
  public V replace(K key, V value) {
    V before = get(key);
    while (before != null && !replace(key, before, value)) {
      before = get(key);
    }
    return before;
  }

  @Override
  public boolean containsKey(Object key) {
    return ask(Op.CONTAINS, key);
  }

  @Override
  public int size() {
    return Objects.requireNonNull((Integer) place.ask(Op.SIZE)[0].value(Accepted.here()));
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public void clear() {
    Blob[] _ = place.ask(Op.CLEAR);
  }

  /** A copy; what is changed in it changes the copy. */
  @Override
  @SuppressWarnings("unchecked")
  public Set<Map.Entry<K, V>> entrySet() {
    Blob[] all = place.ask(Op.ALL);
    Map<K, V> copy = new LinkedHashMap<>();
    for (int i = 0; i < all.length; i += 2) {
      copy.put((K) all[i].value(Accepted.here()), value(all[i + 1]));
    }
    return Collections.unmodifiableMap(copy).entrySet();
  }
}
