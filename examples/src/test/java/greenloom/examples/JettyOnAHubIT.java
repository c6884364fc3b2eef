package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JettyOnAHubIT {
  @Test
  void main_manyAtOnce_areServedOnOneHub() throws Exception {
    try (Served served = Served.start(JettyOnAHub.class)) {
      assertThat(served.answersTo(50))
          .containsExactlyInAnyOrderElementsOf(Served.numbered(1, 50, "main"));
      assertThat(served.answersInTurn()).isEqualTo(Served.numbered(51, 52, "main"));
    }
  }
}
