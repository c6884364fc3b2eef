package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A group of hubs in the place of the JDK's default scheduler; each program in its own JVM. */
class DefaultHubsIT {
  private static final String PROGRAM = "greenloom.programs.HubsForAll";

  private static List<String> linesOf(String flag, String program) throws Exception {
    Child child = Child.java(List.of(flag, "-cp", Child.classPath(), PROGRAM, program));
    assertThat(child.exit).as(child.output).isZero();
    return child.output.lines().toList();
  }

  private static List<String> linesOf(String program) throws Exception {
    return linesOf("-Dnone", program);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Dnone", "-Dgreenloom.hooks=off", "-Dgreenloom.poller=portable"})
  void connections_areServedByAllHubs_andEachStays(String flag) throws Exception {
    assertThat(linesOf(flag, "connections"))
        .containsExactly("connections on hubs {1=10, 2=10, 3=10}, moved 0");
  }

  @Test
  void requestsOfTheJdksServer_areServedByAllHubs() throws Exception {
    assertThat(linesOf("http")).containsExactly("[all-1, all-2, all-3]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dnone",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseZGC",
        "-Dgreenloom.hooks=off",
        "-Dgreenloom.monitors=off"
      })
  void threads_manyFromManyStarters_neverMove(String flag) throws Exception {
    assertThat(linesOf(flag, "many")).containsExactly("[all-1, all-2, all-3], all 80000, moved 0");
  }

  @Test
  void threads_thatAVirtualThreadStarts_areOnItsHub() throws Exception {
    assertThat(linesOf("children")).containsExactly("same 30");
  }

  @Test
  void stop_laterThreads_goToTheJdksScheduler() throws Exception {
    assertThat(linesOf("stopped")).containsExactly("ForkJoinPool", "all-1, in time true");
  }

  @Test
  void jdk_isToldHowManyThereAre() throws Exception {
    assertThat(linesOf("asked")).containsExactly("3");
  }

  @Test
  void installed_anotherGroup_isRefused() throws Exception {
    assertThat(linesOf("twice").getFirst())
        .startsWith("there is another default scheduler already: Hubs[all, 3 hubs, ");
  }

  @Test
  void installed_stoppedGroup_isRefused() {
    Hubs hubs = Hub.setup("over").daemon().start(1);
    hubs.close();
    assertThatThrownBy(hubs::installAsDefaultScheduler)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("hubs over are stopped; install others");
  }
}
