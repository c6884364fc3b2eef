package greenloom.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final long BEGIN = -5_000_000_000L; // the time of System.nanoTime may be negative

  private static Schedule schedule(
      double rate, @Nullable Duration duration, long requests, Duration warmUp) {
    LoadPlan plan = new LoadPlan(10, duration, requests, rate, warmUp, Duration.ofSeconds(1), 1);
    return Schedule.of(plan, Period.of(plan, BEGIN));
  }

  @Test
  void requests_beginAtEqualDistances() {
    Schedule s = schedule(1000, Duration.ofSeconds(2), Long.MAX_VALUE, Duration.ZERO);
    assertThat(s.first()).isZero();
    assertThat(s.limit()).isEqualTo(2000);
    assertThat(s.time(0)).isEqualTo(BEGIN);
    assertThat(s.time(1)).isEqualTo(BEGIN + 1_000_000);
    assertThat(s.time(1999)).isEqualTo(BEGIN + 1_999_000_000L);
  }

  /** No error adds up: what an hour of thirds of a second leads to is an hour. */
  @Test
  void rateThatDoesNotDivide_doesNotDrift() {
    Schedule s = schedule(3, Duration.ofHours(1), Long.MAX_VALUE, Duration.ZERO);
    assertThat(s.limit()).isEqualTo(10_800);
    assertThat(s.time(10_800) - BEGIN).isEqualTo(Duration.ofHours(1).toNanos());
    assertThat(s.time(1) - BEGIN).isEqualTo(333_333_333);
    assertThat(s.time(2) - BEGIN).isEqualTo(666_666_667);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 10, 5", // seconds, requests
    "0.5, 1, 1",
    "0.3, 10, 3",
    "10, 1, 10",
    "7, 1, 7",
  })
  void limit_isWhatHasToBeginInTime(double rate, long seconds, long limit) {
    assertThat(schedule(rate, Duration.ofSeconds(seconds), Long.MAX_VALUE, Duration.ZERO).limit())
        .isEqualTo(limit);
  }

  @Test
  void number_limitsToo() {
    assertThat(schedule(100, Duration.ofSeconds(10), 7, Duration.ZERO).limit()).isEqualTo(7);
    assertThat(schedule(100, null, 7, Duration.ZERO).limit()).isEqualTo(7);
    assertThat(schedule(100, Duration.ofSeconds(1), 700, Duration.ZERO).limit()).isEqualTo(100);
  }

  @Test
  void warmUp_isBelowNumberZero_onTheSameSchedule() {
    Schedule s = schedule(10, Duration.ofSeconds(1), Long.MAX_VALUE, Duration.ofMillis(250));
    assertThat(s.first()).isEqualTo(-2);
    assertThat(s.time(-2)).isEqualTo(BEGIN + 50_000_000);
    assertThat(s.time(0)).isEqualTo(BEGIN + 250_000_000);
    assertThat(s.limit()).isEqualTo(10);
  }

  @Test
  void due_countsThoseThatHadToBegin() {
    Schedule s = schedule(10, Duration.ofSeconds(1), Long.MAX_VALUE, Duration.ofSeconds(1));
    long zero = s.time(0);
    assertThat(s.due(zero - 1)).isZero();
    assertThat(s.due(zero)).isEqualTo(1);
    assertThat(s.due(zero + 99_999_999)).isEqualTo(1);
    assertThat(s.due(zero + 100_000_000)).isEqualTo(2);
    assertThat(s.due(zero + 5_000_000_000L)).isEqualTo(10);
  }
}
