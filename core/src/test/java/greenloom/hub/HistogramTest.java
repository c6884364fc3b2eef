package greenloom.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Durations durations = new Durations();

  @Test
  void places_ofAllLengths_keepAnEighth() {
    int last = -1;
    for (long n = 1; n < Long.MAX_VALUE / 2; n = n + n / 5 + 1) {
      int place = Durations.place(n);
      long longest = Durations.longestAt(place);
      assertThat(place).isGreaterThanOrEqualTo(last);
      assertThat(longest).isGreaterThanOrEqualTo(n).isLessThanOrEqualTo(n + n / 8);
      assertThat(Durations.place(longest)).isEqualTo(place);
      assertThat(Durations.place(longest + 1)).isEqualTo(place + 1);
      last = place;
    }
    assertThat(Durations.longestAt(Durations.place(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void percentiles_tellTheLongestOfThoseBelow() {
    for (int ms = 1; ms <= 100; ms++) {
      durations.add(Duration.ofMillis(ms).toNanos());
    }
    Histogram h = durations.histogram();
    assertThat(h.count()).isEqualTo(100);
    assertThat(h.percentile(50)).isBetween(Duration.ofMillis(50), Duration.ofMillis(57));
    assertThat(h.percentile(99)).isBetween(Duration.ofMillis(99), Duration.ofMillis(112));
    assertThat(h.percentile(0)).isBetween(Duration.ofMillis(1), Duration.ofMillis(2));
    assertThat(h.longest()).isBetween(Duration.ofMillis(100), Duration.ofMillis(113));
    assertThat(h.toString()).startsWith("100, median 5");
    durations.add(1);
    assertThat(h.count()).isEqualTo(100); // never changes
  }

  @Test
  void none_isZero_andNegativeCountsAsZero() {
    assertThat(durations.histogram().longest()).isEqualTo(Duration.ZERO);
    durations.add(-5);
    assertThat(durations.histogram().longest()).isEqualTo(Duration.ZERO);
    assertThat(durations.histogram().count()).isEqualTo(1);
  }

  @Test
  void percentile_thatIsNone_isRefused() {
    assertThatThrownBy(() -> durations.histogram().percentile(101))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0 to 100");
  }
}
