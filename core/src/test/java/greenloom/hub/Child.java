package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, of the kind that runs the tests. */
public final class Child {
  public final String output;
  public final int exit;

  private Child(String output, int exit) {
    this.output = output;
    this.exit = exit;
  }

  /** Runs it with {@code arguments} to its end. */
  public static Child java(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    File out = File.createTempFile("child", ".txt");
    try {
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start();
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s has ended", command).isTrue();
      } finally {
        process.destroyForcibly();
      }
      String text = java.nio.file.Files.readString(out.toPath(), StandardCharsets.UTF_8);
      return new Child(text, process.exitValue());
    } finally {
      out.delete();
    }
  }

  /** The class path of the tests. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  public void assertSays(String expected) {
    assertThat(output).isEqualToIgnoringNewLines(expected);
    assertThat(exit).isZero();
  }
}
