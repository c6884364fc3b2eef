package greenloom.stress.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Some seconds of what {@code stress/run} does for longer. */
class SocketSoakIT {
  private static final SoakOptions SHORT =
      new SoakOptions(10, 4, 1_000, 60, Long.getLong("greenloom.seed", 1));

  @Test
  @Timeout(300)
  void soak_losesNothing_leavesNothing() throws Exception {
    Soak soak = new Soak(SHORT);
    soak.run();
    assertThat(soak.findings().all()).as("seed %s", SHORT.seed()).isEmpty();
    for (Tally.Of what :
        new Tally.Of[] {
          Tally.Of.CONNECTIONS, Tally.Of.MESSAGES, Tally.Of.DATAGRAMS, Tally.Of.KILLED_IN_READ
        }) {
      long all = soak.results().stream().mapToLong(r -> r.tally().count(what)).sum();
      assertThat(all).as("%s", what.words()).isPositive();
    }
  }
}
