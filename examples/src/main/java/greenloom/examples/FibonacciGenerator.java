package greenloom.examples;

import greenloom.coroutine.Generator;
import java.util.Iterator;

/**
 * The first five Fibonacci numbers from a generator: in a loop, then three by hand and the rest.
 */
final class FibonacciGenerator {
  static void main() {
    IO.println("all in a loop");
    for (int number : fibonacci(5)) {
      IO.println(number);
    }

    Iterator<Integer> numbers = fibonacci(5).iterator();
    IO.println("three by hand");
    IO.println(numbers.next());
    IO.println(numbers.next());
    IO.println(numbers.next());
    IO.println("the rest");
    numbers.forEachRemaining(IO::println);
  }

  private static Iterable<Integer> fibonacci(int count) {
    return Generator.iterable(out -> {
      int a = 0;
      int b = 1;
      for (int i = 0; i < count; i++) {
        out.yield(a);
        int sum = a + b;
        a = b;
        b = sum;
      }
    });
  }
}
