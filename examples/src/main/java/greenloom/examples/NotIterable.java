package greenloom.examples;

import java.util.ArrayList;
import java.util.List;

/** What a loop can walk through, how to ask for it, and what happens with anything else. */
final class NotIterable {
  static void main() {
    for (int number : List.of(11, 22, 33)) {
      IO.println(number);
    }
    for (char letter : "hhh".toCharArray()) {
      IO.println(letter);
    }
    // The compiler refuses these two: for-each not applicable to expression type
    // for (int number : 10) {}
    // for (String dish : new Menu()) {}

    var menu = new Menu();
    menu.add("soup");
    menu.add("rice");
    menu.add("tea");
    IO.println("list: " + isIterable(List.of(11, 22)));
    IO.println("string: " + isIterable("hhh")); // an array of its characters is none either
    IO.println("number: " + isIterable(10));
    IO.println("menu: " + isIterable(menu));
    try {
      print(menu);
    } catch (ClassCastException e) {
      IO.println("menu is not iterable");
    }
  }

  private static boolean isIterable(Object thing) {
    return thing instanceof Iterable;
  }

  private static void print(Object things) {
    for (Object thing : (Iterable<?>) things) { // a cast persuades the compiler, not the machine
      IO.println(thing);
    }
  }

  /** It has dishes, but no {@code iterator()}. */
  private static final class Menu {
    private final List<String> dishes = new ArrayList<>();

    void add(String dish) {
      dishes.add(dish);
    }
  }
}
