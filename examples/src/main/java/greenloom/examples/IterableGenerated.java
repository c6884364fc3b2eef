package greenloom.examples;

import greenloom.coroutine.Generator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A class made iterable by a generator, which remembers the place by itself; and a list filled. */
final class IterableGenerated {
  static void main() {
    var menu = new Menu();
    for (String dish : menu) {
      IO.println(dish);
    }
    List<String> filled = new ArrayList<>();
    menu.forEach(filled::add);
    IO.println(filled);
  }

  private static final class Menu implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Generator.of(out -> {
        out.yield("soup");
        out.yield("rice");
        out.yield("tea");
      });
    }
  }
}
