package greenloom.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
  private static final RandomGenerator LEAST = fixed(0.0);
  private static final RandomGenerator MOST = fixed(Math.nextDown(1.0));

  private static RandomGenerator fixed(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("not expected");
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "1, 125, 250",
    "2, 250, 500",
    "3, 500, 1000",
    "4, 1000, 2000",
    "5, 1500, 3000",
    "60, 1500, 3000"
  })
  void waitBefore_growsUpToThreeSeconds(int retry, long least, long most) {
    assertThat(new RetryPolicy(100, LEAST).waitBefore(retry, Duration.ZERO, null))
        .contains(Duration.ofMillis(least));
    assertThat(new RetryPolicy(100, MOST).waitBefore(retry, Duration.ZERO, null).orElseThrow())
        .isBetween(Duration.ofMillis(most - 1), Duration.ofMillis(most));
  }

  @Test
  void waitBefore_afterTheLast_isEmpty() {
    RetryPolicy policy = new RetryPolicy(2, LEAST);

    assertThat(policy.waitBefore(2, Duration.ZERO, null)).isPresent();
    assertThat(policy.waitBefore(3, Duration.ZERO, null)).isEmpty();
    assertThat(new RetryPolicy(0, LEAST).waitBefore(1, Duration.ZERO, null)).isEmpty();
  }

  @Test
  void waitBefore_retryAfter_isHonouredWithinTheBudget() {
    RetryPolicy policy = new RetryPolicy(3, LEAST);

    assertThat(policy.waitBefore(1, Duration.ZERO, Duration.ofSeconds(7)))
        .contains(Duration.ofSeconds(7));
    assertThat(policy.waitBefore(1, Duration.ZERO, Duration.ofSeconds(10))).isEmpty();
    assertThat(policy.waitBefore(2, Duration.ofSeconds(7), Duration.ofSeconds(3))).isEmpty();
  }

  @Test
  void waitBefore_retryAfterShorterThanBackOff_isNotQuicker() {
    assertThat(new RetryPolicy(3, LEAST).waitBefore(1, Duration.ZERO, Duration.ZERO))
        .contains(Duration.ofMillis(125));
  }

  @Test
  void waitBefore_defaultRetries_endWithinTenSeconds() {
    RetryPolicy policy = new RetryPolicy(3, MOST);
    Duration waited = Duration.ZERO;
    for (int retry = 1; retry <= 3; retry++) {
      waited = waited.plus(policy.waitBefore(retry, waited, Duration.ofSeconds(3)).orElseThrow());
    }

    assertThat(waited).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void retryAfter_secondsOrDate() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(RetryPolicy.retryAfter(" 12 ", now)).isEqualTo(Duration.ofSeconds(12));
    assertThat(RetryPolicy.retryAfter("Thu, 01 Jan 2026 00:01:00 GMT", now))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(RetryPolicy.retryAfter("Wed, 31 Dec 2025 00:00:00 GMT", now))
        .isEqualTo(Duration.ZERO);
    assertThat(RetryPolicy.retryAfter(null, now)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999"})
  void retryAfter_unreadable_isNone(String header) {
    assertThat(RetryPolicy.retryAfter(header, Instant.EPOCH)).isNull();
  }
}
