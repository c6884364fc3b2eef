package greenloom.hub;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** How often durations of which length have come, to an eighth of the length. Never changes. */
public final class Histogram {
  private final long[] counts;
  private final long count;

  Histogram(long[] counts) {
    this.counts = counts.clone();
    this.count = Arrays.stream(this.counts).sum();
  }

  /** Returns how many there were. */
  public long count() {
    return count;
  }

  /**
   * Returns the length that {@code percent} of them did not exceed: 50 for the median, 100 for the
   * longest; zero if there were none.
   *
   * @throws IllegalArgumentException unless {@code percent} is from 0 to 100
   */
  public Duration percentile(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException(percent + " is no percentage; give one from 0 to 100");
    }
    long wanted = (long) Math.ceil(count * (percent / 100));
    long seen = 0;
    for (int place = 0; place < counts.length && count > 0; place++) {
      seen += counts[place];
      if (counts[place] > 0 && seen >= wanted) {
        return Duration.ofNanos(Durations.longestAt(place));
      }
    }
    return Duration.ZERO;
  }

  /** Returns the longest; zero if there were none. */
  public Duration longest() {
    return percentile(100);
  }

  /** Tells the number, the median, 99 of 100 and the longest, in milliseconds. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d, median %.3f ms, 99%% %.3f ms, longest %.3f ms",
        count,
        percentile(50).toNanos() / 1e6,
        percentile(99).toNanos() / 1e6,
        longest().toNanos() / 1e6);
  }
}
