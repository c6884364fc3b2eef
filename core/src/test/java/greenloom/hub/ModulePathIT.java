package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import greenloom.jdk.Jdk;
import java.io.File;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that names greenloom in its module-info, and one on the class path: no flags. */
class ModulePathIT {
  private static final String MAIN =
      """
      package program;

      import static greenloom.Greenloom.spawn;
      import static greenloom.Greenloom.joinAll;

      import greenloom.Greenlet;

      public class Main {
        public static void main(String[] args) {
          Greenlet<String> a = spawn(() -> wordAfter(20, "b"));
          Greenlet<String> b = spawn(() -> wordAfter(1, "a"));
          joinAll(a, b);
          System.out.println(a.get() + b.get() + " in " + Main.class.getModule());
        }

        static String wordAfter(long millis, String word) throws InterruptedException {
          Thread.sleep(millis);
          return word;
        }
      }
      """;

  @TempDir Path folder;
  private String libraries;
  private Path classes;

  @BeforeEach
  void findLibraries() throws Exception {
    String library = place(Hub.class);
    assumeTrue(
        library.endsWith(".jar") || Files.exists(Path.of(library, "module-info.class")),
        "SKIPPED: greenloom was compiled without its module-info");
    libraries =
        Stream.of(place(Hub.class), place(Jdk.class), place(Nullable.class))
            .collect(Collectors.joining(File.pathSeparator));
    classes = folder.resolve("classes");
    Files.createDirectories(folder.resolve("src/program"));
    Files.writeString(folder.resolve("src/program/Main.java"), MAIN);
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  @Test
  void modulePath() throws Exception {
    Files.writeString(
        folder.resolve("src/module-info.java"), "module program { requires greenloom; }");
    compile("-p", "src/module-info.java", "src/program/Main.java");
    Child.java(
            List.of("-p", libraries + File.pathSeparator + classes, "-m", "program/program.Main"))
        .assertSays("ba in module program");
  }

  @Test
  void classPath() throws Exception {
    compile("-cp", "src/program/Main.java");
    Child child =
        Child.java(List.of("-cp", libraries + File.pathSeparator + classes, "program.Main"));
    assertThat(child.output).startsWith("ba in unnamed module").hasLineCount(1);
    assertThat(child.exit).isZero();
  }

  private void compile(String pathOption, String... files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean done =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(pathOption, libraries, "-d", classes.toString()),
                null,
                compiler
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjects(Stream.of(files).map(folder::resolve).toArray(Path[]::new)))
            .call();
    assertThat(done).as(messages.toString()).isTrue();
  }
}
