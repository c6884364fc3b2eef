package greenloom.app.load;

import greenloom.sync.GreenSemaphore;

/**
 * Requests begin on schedule, as those of many independent users do: each on the connection that
 * has been idle longest. If all are busy they begin late, and their time runs from when they should
 * have.
 *
 * <p>The {@link Pacer} gives a permit for each that is due. When there are no more it gives one
 * permit too many, and whoever gets that passes it on.
 */
final class OpenLoop implements Pace {
  private final Period period;
  private final Schedule schedule;
  private final int step;
  private final GreenSemaphore due = new GreenSemaphore(0);

  // greenlets of the hub
  private long number;
  private long begun;

  // any thread
  private volatile boolean stopped;

  /** Takes each {@code step}th request of the schedule, the one of number {@code first} first. */
  OpenLoop(Period period, Schedule schedule, long first, int step) {
    this.period = period;
    this.schedule = schedule;
    this.number = first;
    this.step = step;
  }

  @Override
  public long next() {
    due.acquire();
    long mine = number;
    if (stopped || mine >= schedule.limit() || period.over(System.nanoTime())) {
      due.release();
      return OVER;
    }
    number += step;
    if (mine >= 0) {
      begun++;
    }
    return schedule.time(mine);
  }

  /** One more is due, or there are no more. Any thread. */
  void due() {
    due.release();
  }

  @Override
  public void stop() {
    stopped = true;
    due.release();
  }

  /** How many that count have begun. Only when the connections have ended. */
  long begun() {
    return begun;
  }
}
