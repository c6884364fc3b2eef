package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hub in the place of the JDK's default scheduler; each program in a JVM of its own. */
class DefaultSchedulerIT {
  private static final String EVERY = "greenloom.programs.EveryVirtualThread";
  private static final String SMALL = "greenloom.programs.HubForAll";
  private static final String TOO_LATE = "it is too late for another default scheduler: ";

  @TempDir private Path folder;

  private static Child run(List<String> flags, String main, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(flags);
    words.addAll(List.of("-cp", Child.classPath(), main));
    words.addAll(List.of(arguments));
    return Child.java(words);
  }

  private static List<String> linesOf(List<String> flags, String program) throws Exception {
    Child child = run(flags, SMALL, program);
    assertThat(child.exit).as(child.output).isZero();
    return child.output.lines().toList();
  }

  // --- while it is not too late ---

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dnone",
        "-Xint",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseZGC",
        "-Dgreenloom.poller=portable"
      })
  void installed_everyVirtualThread_isOnTheHub(String flag) throws Exception {
    run(List.of(flag, "-Dgreenloom.watchdog=off"), EVERY).assertSays("all passed");
  }

  @Test
  void installed_withADebuggerAndAFlightRecording_works() throws Exception {
    Child child =
        run(
            List.of(
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0,quiet=y",
                "-XX:StartFlightRecording:settings=profile,filename=" + folder.resolve("all.jfr"),
                "-Xlog:jfr+startup=off",
                "-Dgreenloom.watchdog=off"),
            EVERY);
    child.assertSays("all passed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Dnone", "-Dgreenloom.hooks=off"})
  void installed_startsFromManyThreads_areOnTheHubWhenCompiled(String flag) throws Exception {
    assertThat(linesOf(List.of(flag), "compiled")).containsExactly("200000");
  }

  @Test
  void installed_pinnedWait_handsTheHubOver() throws Exception {
    assertThat(linesOf(List.of(), "pinned")).containsExactly("initialised, spares 1");
  }

  @Test
  void installed_jcmd_showsItAndTheThreads() throws Exception {
    Child child = run(List.of(), SMALL, "dumped", folder.resolve("threads.json").toString());
    assertThat(child.output).matches("Hub\\[all, [1-9] green threads]\\Rtrue\\R");
  }

  // --- too late ---

  @Test
  void installed_afterAVirtualThreadHasRun_isRefused() throws Exception {
    assertThat(linesOf(List.of(), "afterOneHasRun"))
        .containsExactly(
            TOO_LATE + "virtual threads have run on the JDK's own; replace it first thing in main",
            "ForkJoinPool, ForkJoinPool");
  }

  @Test
  void installed_afterManyThreadsWereMade_isRefused() throws Exception {
    assertThat(linesOf(List.of(), "afterMany").getFirst())
        .matches(
            TOO_LATE
                + "2\\d\\d threads have been made, so a compiler may know the JDK's own as a"
                + " constant; replace it first thing in main");
  }

  @Test
  void installed_withACompilerThatBeginsAtOnce_isRefused() throws Exception {
    assertThat(linesOf(List.of("-Xcomp", "-XX:TieredStopAtLevel=1"), "first"))
        .containsExactly(
            TOO_LATE + "a compiler has made the JDK's own a constant, because of a JVM flag",
            "ForkJoinPool, ForkJoinPool");
  }

  @Test
  void installed_threadMadeBefore_staysWithTheJdksScheduler() throws Exception {
    assertThat(linesOf(List.of(), "madeBefore"))
        .containsExactly(
            "ForkJoinPool", // itself
            "ForkJoinPool, ForkJoinPool", // what it starts without a hub
            "all, all", // what it starts on a hub
            "all, all",
            "all, all"); // made after it, started by one of the hub
  }

  // --- the ends ---

  @Test
  void ended_laterVirtualThreads_runOnTheJdksScheduler() throws Exception {
    assertThat(linesOf(List.of(), "ended"))
        .containsExactly(
            "x",
            "victim: greenloom.hub.GreenletExit: hub all is closed",
            "x",
            "greenloom-background");
  }

  @Test
  void mainReturns_aDaemonHub_letsTheJvmEnd() throws Exception {
    assertThat(linesOf(List.of(), "mainReturns")).containsExactly("main returns");
  }

  @Test
  void mainReturns_anotherHub_goesOnUntilClosed() throws Exception {
    assertThat(linesOf(List.of(), "hubKeepsTheJvm")).containsExactly("serves on");
  }

  @Test
  void exit_byAVirtualThread_hooksStillHaveTheHub() throws Exception {
    Child child = run(List.of(), SMALL, "exit");
    assertThat(child.output).isEqualToIgnoringNewLines("hook on all");
    assertThat(child.exit).isEqualTo(3);
  }
}
