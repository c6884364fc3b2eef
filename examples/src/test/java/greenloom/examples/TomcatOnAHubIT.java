package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TomcatOnAHubIT {
  @Test
  void main_manyAtOnce_areServedOnOneHub() throws Exception {
    try (Served served = Served.start(TomcatOnAHub.class)) {
      assertThat(served.answersTo(50))
          .containsExactlyInAnyOrderElementsOf(Served.numbered(1, 50, "servlets"));
      assertThat(served.answersInTurn()).isEqualTo(Served.numbered(51, 52, "servlets"));
    }
  }
}
