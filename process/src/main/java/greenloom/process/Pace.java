package greenloom.process;

import java.util.concurrent.TimeUnit;

/**
 * Whether what comes through a connection comes so quickly that it pays to lend its reading, see
 * {@link Reading}. One that comes late now and then is forgiven, be it that a processor was taken
 * away, or that the borrower has to wake first. A loan that did not last was a mistake, and doubles
 * how much has to come quickly before the next; a long one halves it. One thread at a time.
 */
class Pace {
  /** Two processes that answer each other do so sooner, and whoever works in between later. */
  private static final long QUICK = TimeUnit.MICROSECONDS.toNanos(300);

  private static final int AT_FIRST = 16;
  private static final int MOST = AT_FIRST << 10;
  private static final int LASTING = 64;

  /** A late one is made up for by so many quick ones. */
  private static final int LATE = 8;

  private static final int TOO_LATE = 4 * LATE;

  private final long limit;
  private long last;
  private int quick; // so many in a row
  private int late;
  private int wanted = AT_FIRST;
  private int inLoan; // so many

  Pace() {
    this(QUICK);
  }

  /** One for which quick is what comes within {@code limit} nanoseconds. */
  Pace(long limit) {
    this.limit = limit;
  }

  /** Something has come, at {@code now} in nanoseconds. */
  void arrived(long now) {
    boolean soon = now - last < limit;
    last = now;
    quick = soon ? quick + 1 : 0;
    late = soon ? Math.max(late - 1, 0) : Math.min(late + LATE, TOO_LATE);
    inLoan++;
  }

  /** Returns whether a loan is likely to last. */
  boolean pays() {
    return quick >= wanted;
  }

  /** Returns whether too much comes late for a loan to go on. */
  boolean slow() {
    return late >= TOO_LATE;
  }

  /** It is lent. */
  void lent() {
    late = 0;
    inLoan = 0;
  }

  /** It is given back. */
  void returned() {
    quick = 0;
    wanted = inLoan < LASTING ? Math.min(2 * wanted, MOST) : Math.max(wanted / 2, AT_FIRST);
  }
}
