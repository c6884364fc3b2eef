package greenloom.examples;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A class that is its own iterator: shorter, but it can be walked through only once. */
final class IterableItself {
  static void main() {
    var menu = new Menu();
    menu.add("soup");
    menu.add("rice");
    menu.add("tea");
    for (String dish : menu) {
      IO.println(dish);
    }
    for (String dish : menu) {
      IO.println(dish + " again"); // never: the place is at the end
    }
  }

  @SuppressWarnings("IterableAndIterator") // that it is both is what this program shows
  private static final class Menu implements Iterable<String>, Iterator<String> {
    private final List<String> dishes = new ArrayList<>();
    private int place = 0;

    void add(String dish) {
      dishes.add(dish);
    }

    @Override
    public Iterator<String> iterator() {
      return this;
    }

    @Override
    public boolean hasNext() {
      return place < dishes.size();
    }

    @Override
    public String next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return dishes.get(place++);
    }
  }
}
