package greenloom.examples;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** The first ten Fibonacci numbers from an iterator class, which keeps its place in fields. */
final class FibonacciIterator {
  static void main() {
    Iterator<Integer> numbers = new Fibonacci(10);
    while (numbers.hasNext()) {
      IO.println(numbers.next());
    }
  }

  private static final class Fibonacci implements Iterator<Integer> {
    private int left;
    private int a = 0;
    private int b = 1;

    Fibonacci(int count) {
      left = count;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Integer next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      left--;
      int number = a;
      a = b;
      b += number;
      return number;
    }
  }
}
