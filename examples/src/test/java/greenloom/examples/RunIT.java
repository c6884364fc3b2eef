package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program in a JVM of its own, without a flag: as a user starts it. */
class RunIT {
  private static final String JAR = "target/greenloom-examples.jar";
  private static final Path LIB = Path.of("target/lib");
  private static final Path SOURCE =
      Path.of("src/main/java/greenloom/examples/HelloGreenlets.java");

  @TempDir private Path folder;

  @Test
  void java_onTheClassPath_runs() throws Exception {
    assertThat(java("-cp", JAR, "greenloom.examples.HelloGreenlets"))
        .containsExactlyElementsOf(Output.of(HelloGreenlets::main));
  }

  @Test
  void java_jarAndAName_runsThatProgram() throws Exception {
    assertThat(java("-jar", JAR, "ping-pong")).containsExactly("12", "56", "34", "78");
  }

  @Test
  void java_jarAndAWrongName_endsWithTwo() throws Exception {
    assertThat(start("-jar", JAR, "pong").waitFor()).isEqualTo(2);
  }

  @Test
  void java_asModule_compilesWithTheJarsAloneAndRuns() throws Exception {
    Path module = write("module-info.java", "module program { requires greenloom; }");
    String renamed =
        Files.readString(SOURCE).replace("package greenloom.examples", "package program");
    Path program = write("HelloGreenlets.java", renamed);
    Path classes = folder.resolve("classes");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xlint:all",
                "-Werror",
                "-p",
                LIB.toString(),
                "-d",
                classes.toString(),
                module.toString(),
                program.toString());
    assertThat(compiled).isZero();
    assertThat(
            java("-p", LIB + File.pathSeparator + classes, "-m", "program/program.HelloGreenlets"))
        .containsExactlyElementsOf(Output.of(HelloGreenlets::main));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> java(String... arguments) throws Exception {
    Process process = start(arguments);
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as("exit code; it printed " + lines).isZero();
    return lines;
  }

  private static Process start(String... arguments) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = Stream.concat(Stream.of(java.toString()), Stream.of(arguments)).toList();
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
