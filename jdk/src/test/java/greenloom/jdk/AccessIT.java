package greenloom.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways into the JDK, each in a process of its own. */
class AccessIT {
  private static final String ONLY_FLAGS = "-Dgreenloom.access=flags";
  private static final Pattern FLAGS = Pattern.compile("start Java with: (--.*)");

  @TempDir private Path folder;

  private static List<String> flagsNamedIn(String output) {
    Matcher m = FLAGS.matcher(output);
    assertThat(m.find()).as(output).isTrue();
    List<String> flags = Arrays.asList(m.group(1).strip().split(" "));
    assertThat(flags).allMatch(f -> f.startsWith("--add-") || f.startsWith("java.base/"));
    return flags;
  }

  private static void worksThroughTheFactory(Child child) {
    assertThat(child.output())
        .isEqualTo(
            "Features[access=sun.reflect.ReflectionFactory, hooks=true, tasks=true, timers=true,"
                + " groups=true, threadEnd=true, monitors=true, poller=epoll]");
    assertThat(child.exit()).isZero();
  }

  private static void worksBecauseOpen(Child child) {
    assertThat(child.output())
        .startsWith("Features[access=open already, hooks=true, tasks=true")
        .endsWith("poller=epoll]");
    assertThat(child.exit()).isZero();
  }

  @Test
  void classPath_noFlags_worksWithoutAWarning() {
    worksThroughTheFactory(Child.run(List.of(), ChildProgram.class, "features"));
  }

  @Test
  void classPath_onlyFlagsAllowed_failsAndNamesThem() {
    Child refused = Child.run(List.of(ONLY_FLAGS), ChildProgram.class, "features");
    assertThat(refused.exit()).isEqualTo(1);
    List<String> flags = new ArrayList<>(flagsNamedIn(refused.output()));
    assertThat(flags).contains("java.base/jdk.internal.vm=ALL-UNNAMED");
    flags.add(ONLY_FLAGS);
    worksBecauseOpen(Child.run(flags, ChildProgram.class, "features"));
  }

  @Test
  void classPath_oneFlagMissing_fails() {
    Child refused = Child.run(List.of(ONLY_FLAGS), ChildProgram.class, "features");
    List<String> flags = new ArrayList<>(flagsNamedIn(refused.output()));
    flags.removeLast();
    flags.removeLast();
    flags.add(ONLY_FLAGS);
    assertThat(Child.run(flags, ChildProgram.class, "features").exit()).isEqualTo(1);
  }

  @Test
  void modules_noFlags_worksWithoutAWarning() throws Exception {
    worksThroughTheFactory(runModule(List.of()));
  }

  @Test
  void modules_onlyFlagsAllowed_failsAndNamesThem() throws Exception {
    Child refused = runModule(List.of(ONLY_FLAGS));
    assertThat(refused.exit()).isEqualTo(1);
    List<String> flags = new ArrayList<>(flagsNamedIn(refused.output()));
    assertThat(flags).contains("java.base/jdk.internal.vm=greenloom.jdk");
    flags.add(ONLY_FLAGS);
    worksBecauseOpen(runModule(flags));
  }

  @Test
  void portablePoller_features_sayWhy() {
    Child child = Child.run(List.of("-Dgreenloom.poller=portable"), ChildProgram.class, "features");
    assertThat(child.output()).endsWith("poller=portable: -Dgreenloom.poller=portable]");
    assertThat(child.exit()).isZero();
  }

  @Test
  void hooksOff_features_sayWhatIsMissing() {
    Child child = Child.run(List.of("-Dgreenloom.hooks=off"), ChildProgram.class, "features");
    assertThat(child.output()).contains("hooks=false, tasks=false, timers=true");
    assertThat(child.exit()).isZero();
  }

  @Test
  void hooksOff_greenThreads_workWithoutThem() {
    Child child = Child.run(List.of("-Dgreenloom.hooks=off"), ChildProgram.class, "green");
    assertThat(child.output()).isEqualTo("ended, known true, hooks called false");
    assertThat(child.exit()).isZero();
  }

  @Test
  void hooks_greenThreads_areCalled() {
    Child child = Child.run(List.of(), ChildProgram.class, "green");
    assertThat(child.output()).isEqualTo("ended, known true, hooks called true");
  }

  @Test
  void debugMonitors_suspendWithAMonitorHeld_isNoticed() {
    Child child = Child.run(List.of("-Dgreenloom.debug=monitors"), ChildProgram.class, "monitors");
    assertThat(child.output().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("noticed: a coroutine must not be suspended while it holds a monitor");
    assertThat(child.output()).endsWith("done true");
  }

  @Test
  void debugMonitors_platformThreadRunsItsLoopWithOne_isNoticed() {
    Child child =
        Child.run(List.of("-Dgreenloom.debug=monitors"), ChildProgram.class, "rootMonitor");
    assertThat(child.output().lines())
        .containsExactly(
            "without: ran",
            "noticed: a platform thread must not run its greenlets while it holds a monitor"
                + " (synchronized)");
  }

  /** Compiles a module of one class against ours, and runs it. */
  private Child runModule(List<String> flags) throws Exception {
    Path source = Files.createDirectories(folder.resolve("source/probe"));
    Path compiled = folder.resolve("compiled");
    Path info = source.resolveSibling("module-info.java");
    Path main = source.resolve("Main.java");
    Files.writeString(info, "module probe { requires greenloom.jdk; }");
    Files.writeString(
        main,
        """
        package probe;

        public class Main {
          public static void main(String[] args) {
            greenloom.jdk.Jdk.preparePollers();
            System.out.println(greenloom.jdk.Jdk.features());
          }
        }
        """);
    String ours = Child.place(Jdk.class);
    String annotations = Child.place(NullMarked.class);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                compiled.toString(),
                "-p",
                ours + File.pathSeparator + annotations,
                info.toString(),
                main.toString());
    assertThat(failed).isZero();
    List<String> arguments = new ArrayList<>(flags);
    arguments.addAll(List.of("-p", ours + File.pathSeparator + compiled, "-m", "probe/probe.Main"));
    return Child.java(arguments);
  }
}
