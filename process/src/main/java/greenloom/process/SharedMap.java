package greenloom.process;

import java.util.concurrent.ConcurrentMap;

/**
 * A map that several processes share; what is said of all such objects: {@link SharedObjects}. The
 * words of {@link ConcurrentMap} are atomic as there; {@code compute} and {@code merge} try again
 * until nobody has come between. Iterating goes over a copy, made by one call.
 *
 * @param <K> the type of the keys; two are equal if their serialised forms are
 * @param <V> the type of the values
 */
public interface SharedMap<K, V> extends ConcurrentMap<K, V> {}
