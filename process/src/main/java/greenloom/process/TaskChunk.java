package greenloom.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Some items of a map, as one task. */
record TaskChunk<A, R>(TaskFunction<? super A, ? extends R> fn, ArrayList<A> items)
    implements Task<ArrayList<R>> {

  /** Gives all items to a pool. */
  static <A, R> MapResult<R> mapAsync(
      TaskPool pool, TaskFunction<? super A, ? extends R> fn, Collection<A> items, int chunk) {
    if (chunk < 1) {
      throw new IllegalArgumentException("a task needs one item at least, not " + chunk);
    }
    List<A> all = new ArrayList<>(items);
    List<TaskResult<? extends List<R>>> parts = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int from = 0; from < all.size(); from += chunk) {
      ArrayList<A> some = new ArrayList<>(all.subList(from, Math.min(all.size(), from + chunk)));
      parts.add(pool.applyAsync(new TaskChunk<A, R>(fn, some)));
      sizes.add(some.size());
    }
    return new MapResult<>(parts, sizes);
  }

  @Override
  public ArrayList<R> call() throws Exception {
    ArrayList<R> results = new ArrayList<>(items.size());
    for (A item : items) {
      results.add(fn.apply(item));
    }
    return results;
  }
}
