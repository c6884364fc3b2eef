package greenloom.app.load;

/** Each connection begins its next request as soon as the last one is answered. */
final class ClosedLoop implements Pace {
  private final Period period;

  // greenlets of the hub
  private long left;

  // any thread
  private volatile boolean stopped;

  /** Lets at most so many begin that count. */
  ClosedLoop(Period period, long requests) {
    this.period = period;
    this.left = requests;
  }

  @Override
  public long next() {
    long now = System.nanoTime();
    boolean counts = period.counts(now);
    if (stopped || period.over(now) || (counts && left <= 0)) {
      return OVER;
    }
    if (counts) {
      left--;
    }
    return now;
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
