package greenloom.hub;

import static greenloom.Greenloom.assertSwitches;
import static greenloom.Greenloom.sleep;
import static greenloom.Greenloom.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import greenloom.jdkwaits.Hog;
import greenloom.testing.TestHub;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SwitchCheckTest {
  private static final Duration LONG = Duration.ofDays(1);
  private static final Duration SHORT = Duration.ofMillis(2);

  @Test
  void bodyThatNeverWaits_isAnError() {
    TestHub.virtual()
        .run(() ->
            assertThatThrownBy(() -> assertSwitches(() -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("has not waited once"));
  }

  @Test
  void bodyThatWaits_givesItsValue() {
    TestHub.virtual()
        .run(() -> {
          String value =
              assertSwitches(() -> {
                yieldNow();
                return "value";
              });
          assertThat(value).isEqualTo("value");
          assertSwitches(() -> Thread.sleep(1));
        });
  }

  @Test
  void bodyThatComesBackInTime_isFine() {
    TestHub.virtual()
        .run(() ->
            assertSwitches(
                LONG,
                () -> {
                  yieldNow();
                  sleep(Duration.ofHours(1)); // others may run as long as they like
                }));
  }

  /** Tries again if a longer stretch, for want of a processor, has come in between. */
  private static void assertFound(VoidBody<RuntimeException> body, String until) {
    String[] said = {""};
    for (int i = 0; i < 20 && !said[0].contains(until); i++) {
      TestHub.virtual()
          .run(() ->
              assertThatThrownBy(() -> assertSwitches(SHORT, body))
                  .isInstanceOfSatisfying(
                      AssertionError.class, e -> said[0] = String.valueOf(e.getMessage())));
    }
    assertThat(said[0])
        .contains("has kept hub test for ", "ms without a wait, more than 2 ms, until " + until);
  }

  @Test
  void stretchThatIsTooLong_isFound_whereverItStands() {
    String waits = "greenloom.jdkwaits.Hog.spinAndYield(";
    assertFound(() -> Hog.spinAndYield(SHORT.multipliedBy(2)), waits);
    assertFound(() -> Hog.spin(SHORT.multipliedBy(2)), "the end");
    assertFound(
        () -> {
          yieldNow();
          Hog.spinAndYield(SHORT.multipliedBy(2));
          yieldNow();
        },
        waits);
    assertFound(
        () -> {
          yieldNow();
          Hog.spin(SHORT.multipliedBy(2));
        },
        "the end");
  }

  @Test
  void platformThread_cannotBeAsked() {
    assertThatThrownBy(() -> assertSwitches(() -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only a greenlet");
  }
}
