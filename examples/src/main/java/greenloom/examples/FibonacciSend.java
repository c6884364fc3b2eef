package greenloom.examples;

import greenloom.coroutine.SendGenerator;

/** What is sent to a generator is what its yield returns; a plain {@code next} sends null. */
final class FibonacciSend {
  static void main() {
    try (var numbers = fibonacci()) {
      IO.println(numbers.next());
      IO.println(numbers.send("haha"));
      IO.println(numbers.next());
    }
  }

  private static SendGenerator<Integer, String, Void> fibonacci() {
    return SendGenerator.of(out -> {
      int a = 0;
      int b = 1;
      while (true) {
        String ret = out.yield(a);
        IO.println("ret: " + ret);
        int sum = a + b;
        a = b;
        b = sum;
      }
    });
  }
}
