package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BunsTest {
  @Test
  void main_fiveBuns_reachBothConsumersAsTheyAreBaked() throws Exception {
    assertThat(Output.of(Buns::main))
        .containsExactly(
            "c1 is hungry",
            "c2 is hungry",
            "producer bakes bun 1",
            "c1 eats bun 1",
            "c2 eats bun 1",
            "producer bakes bun 2",
            "c1 eats bun 2",
            "c2 eats bun 2",
            "producer bakes bun 3",
            "c1 eats bun 3",
            "c2 eats bun 3",
            "producer bakes bun 4",
            "c1 eats bun 4",
            "c2 eats bun 4",
            "producer bakes bun 5",
            "c1 eats bun 5",
            "c2 eats bun 5");
  }
}
