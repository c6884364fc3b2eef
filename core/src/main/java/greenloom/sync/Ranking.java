package greenloom.sync;

import java.util.AbstractQueue;
import java.util.Comparator;
import java.util.Iterator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Items in the order of a comparator, equal ones in the order they came.
 *
 * <p>A tree and no heap: it asks the comparator only while an item is put in and before anything
 * has been moved, so that one which throws does no harm.
 */
final class Ranking<T> extends AbstractQueue<T> {
  private record Ranked<T>(T item, long number) {}

  private final TreeSet<Ranked<T>> items;
  private long count;

  Ranking(Comparator<? super T> order) {
    Comparator<Ranked<T>> byItem = Comparator.comparing(Ranked::item, order);
    items = new TreeSet<>(byItem.thenComparingLong(Ranked::number));
  }

  @Override
  public boolean offer(T item) {
    return items.add(new Ranked<>(item, count++));
  }

  @Override
  public @Nullable T poll() {
    Ranked<T> first = items.pollFirst();
    return first == null ? null : first.item;
  }

  @Override
  public @Nullable T peek() {
    return items.isEmpty() ? null : items.first().item;
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public Iterator<T> iterator() {
    return items.stream().map(Ranked::item).iterator();
  }
}
