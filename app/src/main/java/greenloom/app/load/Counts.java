package greenloom.app.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What the connections of one hub have met with. They count without locks, since only one of them
 * runs at a time. The figures of the moment may be read by any thread; the rest only when all have
 * ended.
 */
final class Counts {
  private static final long LEAST_NANOS = 1_000;
  private static final long MOST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;
  private static final int STATUSES = 600;
  private static final int FIRST_BAD_STATUS = 400;

  private final Period period;

  // of the moment: all requests, also those that warm up
  private final Figure done = new Figure();
  private final Figure failed = new Figure();
  private final Figure bytes = new Figure();

  // requests that count
  private final Histogram latencies = new Histogram(LEAST_NANOS, MOST_NANOS, DIGITS);
  private final long[] statuses = new long[STATUSES];
  private final Map<Trouble, Long> troubles = new EnumMap<>(Trouble.class);
  private long inTime;
  private long received;
  private long sent;
  private long last;

  Counts(Period period) {
    this.period = period;
    this.last = period.countFrom();
  }

  // --- what happens ---

  /** Bytes went for a request that was to begin at {@code begin}, whatever became of it. */
  void moved(long begin, int there, long back) {
    bytes.add(back);
    if (period.counts(begin)) {
      sent += there;
      received += back;
    }
  }

  /** A request that was to begin at {@code begin} has been answered at {@code end}. */
  void answered(long begin, long end, int status) {
    done.add(1);
    if (status >= FIRST_BAD_STATUS) {
      failed.add(1);
    }
    if (period.counts(begin)) {
      statuses[status]++;
      took(begin, end);
      if (!period.over(end)) {
        inTime++;
      }
    }
  }

  /** A request that was to begin at {@code begin} had failed at {@code end}. */
  void failed(long begin, long end, Trouble trouble) {
    done.add(1);
    failed.add(1);
    if (period.counts(begin)) {
      troubles.merge(trouble, 1L, Long::sum);
      if (trouble == Trouble.TIMED_OUT) {
        took(begin, end); // its answer would have taken longer still
      } else {
        last = Math.max(last, end);
      }
    }
  }

  private void took(long begin, long end) {
    last = Math.max(last, end);
    latencies.recordValue(Math.clamp(end - begin, 0, MOST_NANOS));
  }

  // --- of the moment ---

  long doneNow() {
    return done.get();
  }

  long failedNow() {
    return failed.get();
  }

  long bytesNow() {
    return bytes.get();
  }

  // --- in the end ---

  /** Adds what another hub's connections have met with in the same period. */
  void add(Counts other) {
    latencies.add(other.latencies);
    for (int i = 0; i < statuses.length; i++) {
      statuses[i] += other.statuses[i];
    }
    other.troubles.forEach((trouble, n) -> troubles.merge(trouble, n, Long::sum));
    inTime += other.inTime;
    received += other.received;
    sent += other.sent;
    last = Math.max(last, other.last);
  }

  /** The times from when requests were to begin to the ends of their answers, in nanoseconds. */
  Histogram latencies() {
    return latencies;
  }

  /** How many answers had each status. */
  Map<Integer, Long> statuses() {
    Map<Integer, Long> counts = new TreeMap<>();
    for (int i = 0; i < statuses.length; i++) {
      if (statuses[i] > 0) {
        counts.put(i, statuses[i]);
      }
    }
    return counts;
  }

  /** How many requests failed, by reason. */
  Map<Trouble, Long> troubles() {
    return troubles;
  }

  /** How many were answered before the end of the period. */
  long inTime() {
    return inTime;
  }

  /** Bytes received. */
  long received() {
    return received;
  }

  /** Bytes sent. */
  long sent() {
    return sent;
  }

  /** When the last was answered, or had failed. */
  long last() {
    return last;
  }
}
