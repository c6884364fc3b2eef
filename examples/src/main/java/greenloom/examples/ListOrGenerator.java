package greenloom.examples;

import greenloom.coroutine.Generator;
import java.util.ArrayList;
import java.util.List;

/** Doubled numbers as a list, where all are made at once, and from a generator, made on request. */
final class ListOrGenerator {
  static void main() {
    List<Integer> list = new ArrayList<>();
    for (int x = 0; x < 5; x++) {
      list.add(x * 2);
    }
    IO.println(list);

    Generator<Integer> generator =
        Generator.of(out -> {
          for (int x = 0; x < 5; x++) {
            out.yield(x * 2);
          }
        });
    IO.println(generator);
    IO.println(generator.next());
    IO.println(generator.next());
    generator.close();
  }
}
