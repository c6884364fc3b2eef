package greenloom.hub;

import java.util.List;
import org.junit.jupiter.api.Test;

class HooksOffIT {
  @Test
  void withoutHooks_theBasicsWork() throws Exception {
    Child.java(
            List.of(
                "-Dgreenloom.hooks=off",
                "-Dgreenloom.watchdog=off",
                "-Xmx64m",
                "-cp",
                Child.classPath(),
                WithoutHooks.class.getName()))
        .assertSays("all passed");
  }

  @Test
  void withoutMonitors_theJdkHandsThemOver() throws Exception {
    Child.java(
            List.of(
                "-Dgreenloom.monitors=off",
                "-cp",
                Child.classPath(),
                WithoutMonitors.class.getName()))
        .assertSays("all passed");
  }
}
