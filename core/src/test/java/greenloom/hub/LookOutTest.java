package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookOutTest {
  private static final long LONG = LookOut.SHORT;
  private static final long SHORT = LookOut.SHORT - 1;

  private final LookOut lookOut = new LookOut(true);

  @Test
  void due_afterAShortSleepThatAnotherThreadEnded() {
    assertThat(lookOut.due()).isFalse();
    lookOut.slept(LONG, true);
    assertThat(lookOut.due()).isFalse();
    lookOut.slept(SHORT, false);
    assertThat(lookOut.due()).isFalse();
    lookOut.slept(SHORT, true);
    assertThat(lookOut.due()).isTrue();
  }

  @Test
  void due_asLongAsSomethingIsSeen() {
    lookOut.slept(SHORT, true);
    lookOut.seen();
    assertThat(lookOut.due()).isTrue();
    lookOut.over();
    assertThat(lookOut.due()).isFalse();
  }

  @Test
  void due_neverWhereItIsNotAllowed() {
    LookOut none = new LookOut(false);
    none.slept(SHORT, true);
    assertThat(none.due()).isFalse();
  }

  @Test
  void mistaken_eachTime_becomesRare() {
    assertThat(sleepsUntilDue()).isEqualTo(1);
    for (int sleeps = 2; sleeps <= 4096; sleeps *= 2) {
      lookOut.mistaken();
      assertThat(sleepsUntilDue()).isEqualTo(sleeps / 2 + 1);
    }
    lookOut.mistaken();
    lookOut.mistaken();
    assertThat(sleepsUntilDue()).isEqualTo(4096 + 1);
  }

  @Test
  void seen_twice_makesUpForOneMistake() {
    lookOut.mistaken();
    lookOut.mistaken();
    lookOut.seen();
    lookOut.seen();
    lookOut.mistaken();
    assertThat(sleepsUntilDue()).isEqualTo(2 + 1);
  }

  private int sleepsUntilDue() {
    int sleeps = 0;
    do {
      lookOut.slept(SHORT, true);
      sleeps++;
    } while (!lookOut.due());
    return sleeps;
  }
}
