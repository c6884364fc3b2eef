package greenloom.examples;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HelidonOnHubsIT {
  @Test
  void main_manyAtOnce_areServedOnBothHubs_aConnectionOnOne() throws Exception {
    try (Served served = Served.start(HelidonOnHubs.class)) {
      List<String> answers = served.answersTo(50);
      Map<String, Long> byHub =
          answers.stream().collect(groupingBy(HelidonOnHubsIT::hub, counting()));
      assertThat(byHub).containsOnlyKeys("all-1", "all-2");
      int first = byHub.get("all-1").intValue();
      int second = byHub.get("all-2").intValue();
      assertThat(answers) // each hub counts without a lock, and none is lost
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(
                      Served.numbered(1, first, "all-1").stream(),
                      Served.numbered(1, second, "all-2").stream())
                  .toList());

      List<String> inTurn = served.answersInTurn();
      String hub = hub(inTurn.getFirst());
      int before = byHub.get(hub).intValue();
      assertThat(inTurn).isEqualTo(Served.numbered(before + 1, before + 2, hub));
    }
  }

  private static String hub(String answer) {
    return answer.replaceFirst(".* ", "");
  }
}
