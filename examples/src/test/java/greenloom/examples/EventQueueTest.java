package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  @Test
  void main_eventsOfTwoSources_reachTheirHandlersInOrder() throws Exception {
    assertThat(Output.after(Duration.ofMillis(300), () -> new EventQueue().main()))
        .containsExactly("click at 10,20", "key a", "click at 50,60", "key b", "typed: ab");
  }
}
