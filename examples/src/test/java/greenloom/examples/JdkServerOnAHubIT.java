package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JdkServerOnAHubIT {
  @Test
  void main_manyAtOnce_areServedOnOneHub() throws Exception {
    try (Served served = Served.start(JdkServerOnAHub.class)) {
      assertThat(served.answersTo(50))
          .containsExactlyInAnyOrderElementsOf(Served.numbered(1, 50, "handlers"));
      assertThat(served.answersInTurn()).isEqualTo(Served.numbered(51, 52, "handlers"));
    }
  }
}
