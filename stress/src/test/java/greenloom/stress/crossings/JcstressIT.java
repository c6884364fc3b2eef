package greenloom.stress.crossings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs the crossings of this package in jcstress, shortly; {@code -Dgreenloom.jcstress="-m quick"}
 * gives it other options, which {@code -h} among them prints.
 */
@EnabledIfSystemProperty(named = "greenloom.crossings", matches = "true")
class JcstressIT {
  private static final String SHORT = "-m quick -time 50 -iters 1 -sc false -jvmArgs -Xmx256m";

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void crossings_haveNoForbiddenOutcome() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target", "jcstress"));
    Path log = folder.resolve("log.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath(), "org.openjdk.jcstress.Main"));
    command.addAll(List.of("-t", "greenloom", "-r", "."));
    command.addAll(List.of(System.getProperty("greenloom.jcstress", SHORT).split(" ")));
    Process run =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit = run.waitFor();
    String text = Files.readString(log);
    assertThat(exit).as(text).isZero();
    assertThat(text)
        .containsPattern("\\b([1-9]\\d*) planned; \\1 passed, 0 failed, 0 soft errs, 0 hard errs");
  }

  private static String classPath() {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      parts.add(Path.of(part).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, parts);
  }
}
