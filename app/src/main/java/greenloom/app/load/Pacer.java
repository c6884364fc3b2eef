package greenloom.app.load;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps time for requests on schedule, on a platform thread of its own: a hub that waits for
 * sockets tells time in milliseconds, and a request that is sent half a millisecond late would look
 * like a slow answer.
 */
final class Pacer {
  private final Schedule schedule;
  private final List<OpenLoop> loops;
  private volatile boolean stopped;

  /** Paces the loops, which take the requests of the schedule in turn. */
  Pacer(Schedule schedule, List<OpenLoop> loops) {
    this.schedule = schedule;
    this.loops = List.copyOf(loops);
  }

  /** Begins. */
  void start() {
    Thread.ofPlatform().name("pacer").daemon().start(this::run);
  }

  private void run() {
    long number = schedule.first();
    while (number < schedule.limit() && !stopped) {
      long early = schedule.time(number) - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      } else {
        loopOf(number).due();
        number++;
      }
    }
    loops.forEach(OpenLoop::due);
  }

  private OpenLoop loopOf(long number) {
    return loops.get((int) ((number - schedule.first()) % loops.size()));
  }

  /** Lets no more be due. */
  void stop() {
    stopped = true;
  }
}
