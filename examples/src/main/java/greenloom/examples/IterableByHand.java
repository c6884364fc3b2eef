package greenloom.examples;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A class made iterable by hand: each loop gets an iterator of its own, which keeps the place. */
final class IterableByHand {
  static void main() {
    var menu = new Menu();
    menu.add("soup");
    menu.add("rice");
    menu.add("tea");
    IO.println("iterable: " + Iterable.class.isInstance(menu));
    Iterator<String> dishes = menu.iterator();
    IO.println("iterator: " + Iterator.class.isInstance(dishes));
    IO.println("next: " + dishes.next());
    for (String dish : menu) {
      IO.println(dish);
    }
  }

  private static final class Menu implements Iterable<String> {
    private final List<String> dishes = new ArrayList<>();

    void add(String dish) {
      dishes.add(dish);
    }

    @Override
    public Iterator<String> iterator() {
      return new Dishes(dishes);
    }
  }

  private static final class Dishes implements Iterator<String> {
    private final List<String> dishes;
    private int place = 0;

    Dishes(List<String> dishes) {
      this.dishes = dishes;
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
