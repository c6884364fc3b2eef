package greenloom.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManyHubsIT {
  @Test
  void main_threeHubs_shareTheWork() throws Exception {
    assertThat(Output.of(ManyHubs::main))
        .containsExactly(
            "1229 primes, by hub-1",
            "1033 primes, by hub-2",
            "983 primes, by hub-3",
            "958 primes, by hub-1",
            "930 primes, by hub-2",
            "924 primes, by hub-3",
            "hub-1 has tried 20000 numbers",
            "hub-2 has tried 20000 numbers",
            "hub-3 has tried 20000 numbers",
            "ann: visit 1",
            "bob: visit 1",
            "ann: visit 2",
            "cleo: visit 1",
            "ann: visit 3");
  }
}
