package greenloom;

import greenloom.sync.AsyncResult;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/**
 * Greenlets with keys that use each other's results: a directed acyclic graph of tasks. The idea is
 * that of eventlet's {@code DAGPool}.
 *
 * {@snippet :
 *   DagPool<String, Config> pool = new DagPool<>();
 *   pool.spawn("site", List.of("network", "disk"), needs -> build(needs.get("network"), needs.get("disk")));
 *   pool.spawn("network", List.of(), _ -> probeNetwork());
 *   pool.spawn("disk", List.of(), _ -> probeDisk());
 *   Config site = pool.get("site");
 * }
 *
 * <p>A key may be named before it is spawned; who needs it waits for it. Each key is spawned or put
 * once. A task that needs one which failed gets a {@link DependencyFailedException}, and fails with
 * it unless it catches that. Threads of one hub only.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the results
 */
public final class DagPool<K, V> {
  /**
   * What a task does.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the results
   */
  @FunctionalInterface
  public interface Task<K, V> {
    /** Runs with the results it has asked for, which may still be under way. */
    V run(Needs<K, V> needs) throws Exception;
  }

  private final Group group;
  private final Map<K, AsyncResult<V>> results = new LinkedHashMap<>();
  private final Map<K, Greenlet<V>> greenlets = new HashMap<>();
  private final Map<K, Set<K>> needed = new HashMap<>();

  /** Makes one whose tasks all run at the same time. */
  public DagPool() {
    this(new Group());
  }

  /**
   * Makes one whose tasks run in {@code group}. In a {@link Pool} a task has its place also while
   * it waits for what it needs, so spawn what is needed first, or no task may get on.
   */
  public DagPool(Group group) {
    this.group = group;
  }

  // --- tasks ---

  /**
   * Starts a task that may use the results of others. It begins at once, and waits when it asks for
   * a result that is not there yet. Waits only for a place in a {@link Pool}.
   *
   * @throws IllegalArgumentException if the key has a task or a result already, or if it would need
   *     itself by way of others, which are named
   */
  public Greenlet<V> spawn(K key, Collection<? extends K> needs, Task<K, V> task) {
    Set<K> mine = new LinkedHashSet<>(needs);
    claim(key, mine);
    Needs<K, V> given = new Needs<>(this, mine);
    Greenlet<V> greenlet = group.spawn(() -> task.run(given));
    greenlet.delivered();
    greenlets.put(key, greenlet);
    greenlet.afterEnd(greenlet.hub(), () -> ended(key, greenlet));
    return greenlet;
  }

  /**
   * Gives a key its result without a task.
   *
   * @throws IllegalArgumentException if it has a task or a result already
   */
  public void put(K key, V value) {
    claim(key, Set.of());
    result(key).set(value);
  }

  private void claim(K key, Set<K> needs) {
    if (needed.containsKey(key)) {
      throw new IllegalArgumentException(key + " was spawned or put already");
    }
    List<K> circle = circle(key, needs);
    if (!circle.isEmpty()) {
      throw new IllegalArgumentException(key + " would need itself: " + words(circle));
    }
    needed.put(key, needs);
    result(key);
  }

  /** The way from {@code key} through what it needs back to itself; empty if there is none. */
  private List<K> circle(K key, Set<K> needs) {
    Map<K, K> cameFrom = new HashMap<>();
    Deque<K> open = new ArrayDeque<>();
    for (K need : needs) {
      cameFrom.put(need, key);
      open.add(need);
    }
    while (!open.isEmpty()) {
      K at = open.remove();
      if (at.equals(key)) {
        return wayTo(key, cameFrom);
      }
      for (K next : needed.getOrDefault(at, Set.of())) {
        if (cameFrom.putIfAbsent(next, at) == null) {
          open.add(next);
        }
      }
    }
    return List.of();
  }

  private static <K> List<K> wayTo(K key, Map<K, K> cameFrom) {
    Deque<K> way = new ArrayDeque<>(List.of(key));
    K at = Objects.requireNonNull(cameFrom.get(key));
    while (!at.equals(key)) {
      way.addFirst(at);
      at = Objects.requireNonNull(cameFrom.get(at));
    }
    way.addFirst(key);
    return List.copyOf(way);
  }

  static String words(List<?> way) {
    return String.join(" needs ", way.stream().map(String::valueOf).toList());
  }

  private void ended(K key, Greenlet<V> greenlet) {
    Throwable e = greenlet.exception();
    if (e != null) {
      result(key).setException(e);
    } else if (greenlet.killed()) {
      result(key).setException(new CancellationException(key + " was killed"));
    } else {
      result(key).set(greenlet.value());
    }
  }

  private AsyncResult<V> result(K key) {
    return results.computeIfAbsent(key, _ -> new AsyncResult<>());
  }

  // --- results ---

  /**
   * Returns the result of {@code key}; waits for it, also before it is spawned.
   *
   * @throws CompletionException with what it failed with if that was checked; unchecked failures
   *     are thrown as they are
   */
  public V get(K key) {
    return result(key).get();
  }

  /** Waits until all tasks have ended, those too that are spawned meanwhile. */
  public void join() {
    group.join();
  }

  /** Kills a task and waits for its end. Does nothing if there is none, or if it has ended. */
  public void kill(K key) {
    Greenlet<V> greenlet = greenlets.get(key);
    if (greenlet != null) {
      greenlet.kill();
    }
  }

  /** Returns the keys that were spawned or put and have no result yet, in that order. */
  public Set<K> pending() {
    Set<K> open = new LinkedHashSet<>(needed.keySet());
    open.removeIf(key -> result(key).ready());
    return open;
  }

  /** Returns the keys that somebody needs or waits for and nobody has spawned or put. */
  public Set<K> missing() {
    Set<K> unknown = new LinkedHashSet<>(results.keySet());
    needed.values().forEach(unknown::addAll);
    unknown.removeAll(needed.keySet());
    return unknown;
  }

  /** The result of {@code key} for a task that needs it. */
  private V given(K key) {
    AsyncResult<V> result = result(key);
    result.await();
    Throwable e = result.exception();
    if (e != null) {
      throw DependencyFailedException.of(key, e);
    }
    return result.get();
  }

  /**
   * The results that one task has asked for. Iterating over it gives them as they come; for the
   * threads of the pool's hub.
   *
   * @param <K> the type of the keys
   * @param <V> the type of the results
   */
  public static final class Needs<K, V> implements Iterable<Map.Entry<K, V>> {
    private final DagPool<K, V> pool;
    private final Set<K> keys;

    private Needs(DagPool<K, V> pool, Set<K> keys) {
      this.pool = pool;
      this.keys = keys;
    }

    /**
     * Returns the result of {@code key}; waits for it.
     *
     * @throws IllegalArgumentException if the task has not asked for it
     * @throws DependencyFailedException if it has failed
     */
    public V get(K key) {
      if (!keys.contains(key)) {
        throw new IllegalArgumentException("the task did not say that it needs " + key);
      }
      return pool.given(key);
    }

    /**
     * Returns all of them; waits for them.
     *
     * @throws DependencyFailedException as soon as one has failed
     */
    public Map<K, V> all() {
      for (Map.Entry<K, V> _ : this) {} // the first failure comes out here
      Map<K, V> inOrder = new LinkedHashMap<>();
      keys.forEach(key -> inOrder.put(key, pool.given(key)));
      return inOrder;
    }

    /** The results in the order they come; the loop over them waits for the next. */
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      Map<AsyncResult<V>, K> keyOf = new LinkedHashMap<>();
      keys.forEach(key -> keyOf.put(pool.result(key), key));
      Iterator<AsyncResult<V>> ready =
          Greenloom.inCompletionOrder(new ArrayList<>(keyOf.keySet())).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return ready.hasNext();
        }

        @Override
        public Map.Entry<K, V> next() {
          K key = Objects.requireNonNull(keyOf.get(ready.next()));
          return new SimpleImmutableEntry<>(key, pool.given(key));
        }
      };
    }
  }

  @Override
  public String toString() {
    return "DagPool[" + needed.size() + " tasks, " + pending().size() + " pending]";
  }
}
