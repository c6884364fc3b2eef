package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClusterOfThreeIT {
  @Test
  void main_threeMembers_shareTheWork() throws Exception {
    try (Started program = Started.of(ClusterOfThree.class)) {
      assertThat(program.end(0))
          .containsExactly("3 members", "[1, 4, 9, 16, 25, 36]", "done by 3 processes");
    }
  }
}
