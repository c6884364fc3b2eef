package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorsLoadedIT {
  /**
   * The loop loads no class when a green thread stands at a monitor. That may be one of those that
   * loading takes, such as the one of the JDK's cleaner, and then both would wait for each other.
   */
  @Test
  void hub_whereNobodyStandsAtAMonitor_hasLoadedWhatThatNeeds() throws Exception {
    Child child =
        Child.java(
            List.of("-Xlog:class+load", "-cp", Child.classPath(), MainReturns.class.getName()));
    assertThat(child.output).contains("greenloom.hub.Monitors$Place");
  }
}
