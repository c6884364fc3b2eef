package greenloom.hub;

/**
 * Counts durations by their length: eight counts for each doubling, so that a length is known to an
 * eighth. One thread writes; others may read, and are at most a little behind.
 */
final class Durations {
  private static final int SHARES = 8;
  private static final int SHARE_BITS = 3;

  private final long[] counts = new long[(Long.SIZE - SHARE_BITS) * SHARES];

  /** Counts one; a negative one as none at all. */
  void add(long nanos) {
    counts[place(Math.max(0, nanos))]++;
  }

  static int place(long nanos) {
    if (nanos < SHARES) {
      return (int) nanos;
    }
    int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SHARE_BITS;
    return (doubling << SHARE_BITS) + (int) (nanos >>> doubling);
  }

  /** The longest duration that is counted at {@code place}. */
  static long longestAt(int place) {
    if (place < 2 * SHARES) {
      return place;
    }
    int doubling = (place >> SHARE_BITS) - 1;
    long share = (long) SHARES + (place & (SHARES - 1));
    return ((share + 1) << doubling) - 1;
  }

  Histogram histogram() {
    return new Histogram(counts);
  }
}
