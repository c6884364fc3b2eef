package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MainReturnsIT {
  @Test
  void mainReturns_greenThreadsLeft_theJvmEndsWithOneWarning() throws Exception {
    Child child = Child.java(List.of("-cp", Child.classPath(), MainReturns.class.getName()));
    assertThat(child.exit).isZero();
    assertThat(child.output)
        .startsWith("main ends")
        .containsOnlyOnce("ends before its greenlets")
        .contains("forgotten");
  }
}
