package greenloom.hub;

import java.util.List;
import org.junit.jupiter.api.Test;

class GreenletExitIT {
  private static final String PROGRAM = MainKills.class.getName();

  @Test
  void kill_byDefault_hasNoTrace() throws Exception {
    Child child = Child.java(List.of("-cp", Child.classPath(), PROGRAM));
    child.assertSays("ended\n");
  }

  @Test
  void kill_withDebugKill_hasTheStackOfWhoKilled() throws Exception {
    Child child = Child.java(List.of("-Dgreenloom.debug=kill", "-cp", Child.classPath(), PROGRAM));
    child.assertSays("killed by " + PROGRAM + "\nended\n");
  }
}
