package greenloom.stress.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import greenloom.stress.sockets.Plan.Ending;
import greenloom.stress.sockets.Plan.Kind;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlanTest {
  @Test
  void sameSeedAndNumber_samePlan() {
    assertThat(plans(7)).isEqualTo(plans(7)).isNotEqualTo(plans(8));
    Plan plan = Plan.of(7, 7);
    assertThat(plan.choices("a").nextLong()).isEqualTo(plan.choices("a").nextLong());
    assertThat(plan.choices("a").nextLong()).isNotEqualTo(plan.choices("b").nextLong());
  }

  @Test
  void plans_areOfAllKinds_andEndInAllWays() {
    assertThat(plans(1)).extracting(Plan::kind).contains(Kind.values());
    assertThat(plans(1)).extracting(Plan::ending).contains(Ending.values());
    assertThat(plans(1)).anyMatch(p -> p.killed() && p.ending() == Ending.IN_ORDER);
    assertThat(plans(1)).anyMatch(p -> !p.killed() && p.ending() == Ending.IN_ORDER);
  }

  private static List<Plan> plans(long seed) {
    return LongStream.range(0, 500).mapToObj(n -> Plan.of(seed, n)).toList();
  }
}
