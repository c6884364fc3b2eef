package greenloom.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Default schedulers, each in a JVM of its own, which is the only way to have one. */
class RouterIT {
  /** Nothing is measured here, so it does not matter who else measures on this machine. */
  @BeforeAll
  static void beSideBySide() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HUB", "HUBS_1", "HUBS", "HUBS_BY_LOAD"})
  void threads_ofEachRival_areRunByItsHubs(String rival) throws Exception {
    assertThat(Jmh.measure(new Measurement(Subject.ROUTER, "", rival)))
        .hasSize(Subject.ROUTER.effort().iterations())
        .allMatch(nanos -> nanos > 0);
  }
}
