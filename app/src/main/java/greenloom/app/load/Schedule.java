package greenloom.app.load;

/**
 * When each request has to begin if there is a rate: at equal distances, known beforehand, whatever
 * becomes of the others. Numbers below 0 warm up; number 0 is the first that counts.
 *
 * @param origin when number 0 begins, in the time of {@link System#nanoTime}
 * @param rate how many begin in a second
 * @param first the first number
 * @param limit the number behind the last
 */
record Schedule(long origin, double rate, long first, long limit) {
  private static final double SECOND = 1e9;

  /** The schedule of {@code plan}, which has a rate, over {@code period}. */
  static Schedule of(LoadPlan plan, Period period) {
    double rate = plan.rate();
    long warmUp = (long) Math.floor((period.countFrom() - period.begin()) * rate / SECOND);
    double inTime = Math.ceil((period.end() - period.countFrom()) * rate / SECOND);
    long limit = (long) Math.min((double) plan.requests(), inTime);
    return new Schedule(period.countFrom(), rate, -warmUp, limit);
  }

  /** When a request has to begin. */
  long time(long number) {
    return origin + Math.round(number * SECOND / rate);
  }

  /** How many that count have to have begun by {@code time}. */
  long due(long time) {
    double past = (time - origin) * rate / SECOND;
    return (long) Math.clamp(Math.floor(past) + 1, 0, (double) limit);
  }
}
