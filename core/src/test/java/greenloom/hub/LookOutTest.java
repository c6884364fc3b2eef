package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookOutTest {
  private static final long LIMIT = 20_000;

  private final LookOut lookOut = new LookOut(true, LIMIT);
  private final long longSleep = lookOut.shortSleep();
  private final long shortSleep = longSleep - 1;

  @Test
  void due_afterAShortSleepThatAnotherThreadEnded() {
    assertThat(lookOut.nanos()).isZero();
    lookOut.slept(longSleep, true);
    assertThat(lookOut.nanos()).isZero();
    lookOut.slept(shortSleep, false);
    assertThat(lookOut.nanos()).isZero();
    lookOut.slept(shortSleep, true);
    assertThat(lookOut.nanos()).isEqualTo(LIMIT);
  }

  @Test
  void due_asLongAsSomethingIsSeen() {
    lookOut.slept(shortSleep, true);
    lookOut.looked(true);
    assertThat(lookOut.nanos()).isEqualTo(LIMIT);
    lookOut.looked(false);
    assertThat(lookOut.nanos()).isZero();
  }

  @Test
  void due_neverWhereItIsNotAllowed() {
    LookOut none = new LookOut(false, LIMIT);
    none.slept(shortSleep, true);
    assertThat(none.nanos()).isZero();
  }

  @Test
  void mistaken_eachTime_becomesRare() {
    assertThat(sleepsUntilDue()).isEqualTo(1);
    for (int sleeps = 2; sleeps <= 4096; sleeps *= 2) {
      lookOut.mistaken();
      assertThat(sleepsUntilDue()).isEqualTo(sleeps / 2 + 1);
    }
    lookOut.mistaken();
    assertThat(sleepsUntilDue()).isEqualTo(4096 + 1);
  }

  @Test
  void seen_twice_makesUpForOneMistake() {
    for (int mistakes = 1; mistakes <= 2; mistakes++) {
      sleepsUntilDue();
      lookOut.mistaken();
    }
    sleepsUntilDue();
    lookOut.looked(true);
    lookOut.looked(true);
    lookOut.mistaken();
    assertThat(sleepsUntilDue()).isEqualTo(2 + 1);
  }

  private int sleepsUntilDue() {
    int sleeps = 0;
    do {
      lookOut.slept(shortSleep, true);
      sleeps++;
    } while (lookOut.nanos() == 0);
    return sleeps;
  }
}
