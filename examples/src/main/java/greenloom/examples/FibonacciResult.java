package greenloom.examples;

import greenloom.coroutine.SendGenerator;

/** A generator that returns something at its end, and who reads it. */
final class FibonacciResult {
  static void main() {
    var numbers = fibonacci(5);
    while (numbers.hasNext()) {
      IO.println(numbers.next());
    }
    IO.println(numbers.result());
  }

  private static SendGenerator<Integer, Void, String> fibonacci(int count) {
    return SendGenerator.of(out -> {
      int a = 0;
      int b = 1;
      for (int i = 0; i < count; i++) {
        out.yield(a);
        int sum = a + b;
        a = b;
        b = sum;
      }
      return "okhaha";
    });
  }
}
