package greenloom.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** What a program prints. */
final class Output {
  private Output() {}

  /** A program's {@code main}. */
  @FunctionalInterface
  interface Main {
    void run() throws Exception;
  }

  /** The lines that {@code program} prints. */
  static List<String> of(Main program) throws Exception {
    PrintStream before = System.out;
    var bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString().lines().toList();
  }
}
