package greenloom.benchmarks.suite;

import com.softwaremill.jox.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kotlin.Unit;
import kotlinx.coroutines.Job;
import org.openjdk.jmh.runner.Runner;

/** Of what it was measured. */
final class Versions {
  private Versions() {}

  /** Returns the commit of a work tree, and whether there are changes in it. */
  static String commit(Path tree) throws InterruptedException {
    String commit = git(tree, "rev-parse", "--short=12", "HEAD");
    boolean changed = !git(tree, "status", "--porcelain").isEmpty();
    return commit.isEmpty() ? "unknown" : commit + (changed ? ", with changes" : "");
  }

  /** Returns the JVM. */
  static String jdk() {
    return System.getProperty("java.vendor") + " JDK " + Runtime.version();
  }

  /** Returns the libraries among the rivals, and what measures. */
  static String libraries() {
    return Stream.of(Job.class, Unit.class, Channel.class, Runner.class)
        .map(Versions::jar)
        .map(name -> name.startsWith("channels") ? "jox " + name : name)
        .collect(Collectors.joining(", "));
  }

  /** The file that a class comes from, which has the version in its name. */
  static String jar(Class<?> type) {
    String place = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return place.replaceFirst(".*/", "").replaceFirst("\\.jar$", "");
  }

  /** What git says; nothing if there is none, or no tree of its. */
  private static String git(Path tree, String... words) throws InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("git", "-C", tree.toString()), Stream.of(words)).toList();
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor() == 0 ? said.strip() : "";
    } catch (IOException e) {
      return "";
    }
  }
}
