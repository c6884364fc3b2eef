package greenloom.app.load;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param elapsed the time that counts
 * @param inTime how many answers came within it
 * @param statuses how many answers had each status; {@code 0} stands for those of protocols that
 *     have none
 * @param troubles how many requests got no whole answer, by reason
 * @param latencies of requests that were answered or timed out, in nanoseconds, from when they were
 *     to begin
 * @param unsent how many of the schedule were never begun, because all connections were busy
 * @param received bytes
 * @param sent bytes
 * @param opened connections, those of the beginning included
 * @param cpu processor time of this whole process meanwhile
 */
public record LoadResult(
    Duration elapsed,
    long inTime,
    Map<Integer, Long> statuses,
    Map<Trouble, Long> troubles,
    Histogram latencies,
    long unsent,
    long received,
    long sent,
    long opened,
    Duration cpu) {
  private static final int FIRST_BAD_STATUS = 400;
  private static final double SECOND = 1e9;

  static LoadResult of(Counts counts, Duration elapsed, long unsent, long opened, Duration cpu) {
    return new LoadResult(
        elapsed,
        counts.inTime(),
        counts.statuses(),
        counts.troubles(),
        counts.latencies(),
        unsent,
        counts.received(),
        counts.sent(),
        opened,
        cpu);
  }

  /** Requests that were begun and came to an end, a good one or a bad one. */
  public long requests() {
    return answered() + sum(troubles);
  }

  /** Requests that got a whole answer, whatever its status. */
  public long answered() {
    return sum(statuses);
  }

  /** Requests without a whole answer, or with a status of 400 or more. */
  public long failed() {
    long bad = 0;
    for (Map.Entry<Integer, Long> e : statuses.entrySet()) {
      bad += e.getKey() >= FIRST_BAD_STATUS ? e.getValue() : 0;
    }
    return bad + sum(troubles);
  }

  /** How many of a hundred requests failed; 0 if there were none. */
  public double errorPercent() {
    return requests() == 0 ? 0 : 100.0 * failed() / requests();
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Answers a second. */
  public double rate() {
    return perSecond(inTime);
  }

  /** So many a second; 0 if there was no time. */
  public double perSecond(long n) {
    return elapsed.isPositive() ? n * SECOND / elapsed.toNanos() : 0;
  }

  /** The time that so many percent of the latencies do not exceed, in nanoseconds. */
  public long percentile(double percent) {
    return Math.min(latencies.getValueAtPercentile(percent), latencies.getMaxValue());
  }
}
