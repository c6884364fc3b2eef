package greenloom.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.jdk.RawContinuation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shows only in a process of its own. */
class CoroutineIT {
  @TempDir private Path folder;

  @Test
  void debugLeaks_abandonedGenerator_isReportedWithItsPlace() throws Exception {
    String output = run("-Dgreenloom.debug=leaks", "-cp", ours(), ChildProgram.class.getName());
    assertThat(output)
        .contains("got 1", "closed 1", "was abandoned before its end", "ChildProgram.abandon");
  }

  @Test
  void noDebug_abandonedGenerator_isClosedSilently() throws Exception {
    String output = run("-cp", ours(), ChildProgram.class.getName());
    assertThat(output.lines()).containsExactly("got 1", "closed 1");
  }

  @Test
  void modules_noFlags_works() throws Exception {
    Path info = folder.resolve("module-info.java");
    Path main = Files.createDirectories(folder.resolve("probe")).resolve("Main.java");
    Path compiled = folder.resolve("compiled");
    Files.writeString(info, "module probe { requires greenloom.coroutine; }");
    Files.writeString(
        main,
        """
        package probe;

        import greenloom.coroutine.Generator;

        public class Main {
          public static void main(String[] args) {
            Generator.of(out -> out.yield("from a module")).forEachRemaining(System.out::println);
          }
        }
        """);
    String modules =
        String.join(
            File.pathSeparator,
            place(Generator.class),
            place(RawContinuation.class),
            place(NullMarked.class));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                compiled.toString(),
                "-p",
                modules,
                info.toString(),
                main.toString());
    assertThat(failed).isZero();
    String path =
        place(Generator.class)
            + File.pathSeparator
            + place(RawContinuation.class)
            + File.pathSeparator
            + compiled;
    assertThat(run("-p", path, "-m", "probe/probe.Main")).isEqualTo("from a module");
  }

  private static String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
    p.getOutputStream().close();
    String output = new String(p.getInputStream().readAllBytes());
    assertThat(p.waitFor()).as(output).isZero();
    return output.strip();
  }

  private static String ours() throws Exception {
    return String.join(
        File.pathSeparator,
        place(Generator.class),
        place(RawContinuation.class),
        place(ChildProgram.class));
  }

  /** The jar or folder that {@code type} was loaded from. */
  private static String place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
