package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.testing.TestHub;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a program prints. */
final class Output {
  private static final Pattern IDENTITY = Pattern.compile("green-[0-9]+\\[RUNNING]");

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

  /** The same on a clock that jumps; the program has to take {@code duration} of its time. */
  static List<String> after(Duration duration, Main program) throws Exception {
    TestHub hub = TestHub.virtual();
    List<String> lines = of(() -> hub.run(program::run));
    assertThat(hub.elapsed()).isEqualTo(duration);
    return lines;
  }

  /** The same lines with the identities of greenlets as A, B, C in the order of appearance. */
  static List<String> withLetters(List<String> lines) {
    List<String> identities = new ArrayList<>();
    return lines.stream()
        .map(line ->
            IDENTITY
                .matcher(line)
                .replaceAll(match -> {
                  if (!identities.contains(match.group())) {
                    identities.add(match.group());
                  }
                  return String.valueOf((char) ('A' + identities.indexOf(match.group())));
                }))
        .toList();
  }
}
