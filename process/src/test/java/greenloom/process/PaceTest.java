package greenloom.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int QUICK = 10;
  private static final int LATE = 1000;

  private final Pace pace = new Pace(100);
  private long now = 1_000_000;

  private void come(int times, int apart) {
    for (int i = 0; i < times; i++) {
      now += apart;
      pace.arrived(now);
    }
  }

  /** How much has to come quickly for a loan. */
  private int wanted() {
    come(1, LATE);
    int n = 0;
    while (!pace.pays()) {
      come(1, QUICK);
      n++;
    }
    return n;
  }

  private void loan(int lasting) {
    pace.lent();
    come(lasting, QUICK);
    pace.returned();
  }

  @Test
  void pays_whenEnoughComesQuicklyInARow() {
    come(15, QUICK);
    come(1, LATE);
    assertThat(pace.pays()).isFalse();
    come(15, QUICK);
    assertThat(pace.pays()).isFalse();
    come(1, QUICK);
    assertThat(pace.pays()).isTrue();
  }

  @Test
  void slow_whenMuchComesLate_isSo() {
    pace.lent();
    come(3, LATE);
    assertThat(pace.slow()).isFalse();
    come(1, LATE);
    assertThat(pace.slow()).isTrue();
  }

  @Test
  void slow_whenSomeComeLateNowAndThen_isNot() {
    pace.lent();
    for (int i = 0; i < 1000; i++) {
      come(1, LATE);
      come(8, QUICK);
      assertThat(pace.slow()).isFalse();
    }
  }

  @Test
  void slow_afterALoan_isForgiven() {
    come(100, LATE);
    pace.lent();
    assertThat(pace.slow()).isFalse();
  }

  @Test
  void pays_afterMistakes_laterEachTime() {
    assertThat(wanted()).isEqualTo(16);
    loan(5);
    assertThat(wanted()).isEqualTo(32);
    loan(5);
    assertThat(wanted()).isEqualTo(64);
    loan(1000);
    assertThat(wanted()).isEqualTo(32);
    loan(1000);
    loan(1000);
    assertThat(wanted()).isEqualTo(16);
    for (int i = 0; i < 40; i++) {
      loan(1);
    }
    assertThat(wanted()).isEqualTo(16 << 10);
  }
}
