package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpawnSiteIT {
  private static final String PROGRAM = "greenloom.programs.FailsUnseen";

  @Test
  void report_byDefault_namesTheClass() throws Exception {
    Child child = Child.java(List.of("-cp", Child.classPath(), PROGRAM));
    assertThat(child.output).contains("(spawned in " + PROGRAM + ")", "unseen");
  }

  @Test
  void report_withDebugSpawn_namesTheLine() throws Exception {
    Child child = Child.java(List.of("-Dgreenloom.debug=spawn", "-cp", Child.classPath(), PROGRAM));
    assertThat(child.output)
        .containsPattern("spawned in \\Q" + PROGRAM + "\\E\\.main\\(FailsUnseen\\.java:\\d+\\)");
  }
}
