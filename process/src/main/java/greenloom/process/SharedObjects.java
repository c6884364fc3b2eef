package greenloom.process;

/**
 * Objects that several processes share: the words of {@link Manager}, whoever keeps the objects.
 *
 * <p>Who has such an object may use it from any thread and any process: a task that captures it, or
 * that captures these, takes it along. What is put in goes in as a copy, and what is taken out is
 * one; two values are the same if their serialised forms are. Each call is a greenlet's wait, which
 * a kill or a time limit ends without harm to others.
 *
 * <p>Those with a name are made at its first use and the same ones for all who say it later; those
 * without are new each time. Names of different kinds are different names. Null is refused as a
 * key, an element, an item or a value.
 */
public interface SharedObjects {
  /** Makes an empty map. */
  default <K, V> SharedMap<K, V> dict() {
    return dict("");
  }

  /** Returns the map of that name. */
  <K, V> SharedMap<K, V> dict(String name);

  /** Makes an empty list. */
  default <E> SharedList<E> list() {
    return list("");
  }

  /** Makes a list of {@code elements}. */
  default <E> SharedList<E> listOf(Iterable<? extends E> elements) {
    SharedList<E> list = list();
    for (E element : elements) {
      list.add(element);
    }
    return list;
  }

  /** Returns the list of that name. */
  <E> SharedList<E> list(String name);

  /** Makes a queue that takes any number of items. */
  default <T> SharedQueue<T> queue() {
    return queue("", Integer.MAX_VALUE);
  }

  /** Makes a queue that holds at most {@code capacity} items, at least 1. */
  default <T> SharedQueue<T> queue(int capacity) {
    return queue("", capacity);
  }

  /** Returns the queue of that name; if there is none yet, it gets that capacity. */
  <T> SharedQueue<T> queue(String name, int capacity);

  /** Makes a value that is {@code initial} at first. */
  default <T> SharedValue<T> value(T initial) {
    return value("", initial);
  }

  /** Returns the value of that name; if there is none yet, it is {@code initial}. */
  <T> SharedValue<T> value(String name, T initial);

  /** Makes a free lock. */
  default SharedLock lock() {
    return lock("");
  }

  /** Returns the lock of that name. */
  SharedLock lock(String name);

  /** Makes an event that is not set. */
  default SharedEvent event() {
    return event("");
  }

  /** Returns the event of that name. */
  SharedEvent event(String name);

  /** Makes a semaphore of {@code permits}, at least 0. */
  default SharedSemaphore semaphore(int permits) {
    return semaphore("", permits);
  }

  /** Returns the semaphore of that name; if there is none yet, it gets so many permits. */
  SharedSemaphore semaphore(String name, int permits);
}
