package greenloom.hub;

import greenloom.jdk.GreenThreads;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the green threads of one hub come into the world. Any thread. */
final class Spawning {
  private final Hub hub;
  private final Scheduler scheduler;
  private final GreenThreads.Group group; // in which thread dumps show them

  Spawning(Hub hub, Scheduler scheduler) {
    this.hub = hub;
    this.scheduler = scheduler;
    this.group = new GreenThreads.Group("hub " + hub.name(), hub.loop().roster()::members);
  }

  GreenThread unstarted(@Nullable String threadName, Runnable body, @Nullable Object origin) {
    GreenThread green = new GreenThread(hub, threadName, origin);
    Runnable main = origin instanceof GreenThread.Origin ? body : () -> runPlain(green, body);
    GreenThreads.create(scheduler, threadName, main, green);
    return green;
  }

  private static void runPlain(GreenThread green, Runnable body) {
    try {
      body.run();
    } catch (Throwable e) {
      Throwable real = green.unmask(e);
      if (!(real instanceof GreenletExit)) { // killed, which is what was wanted
        throw Hub.sneaky(real);
      }
    }
  }

  void start(GreenThread green) {
    hub.end().refuseIfBegun();
    group.start(green.thread());
  }

  Link startLater(Duration delay, Runnable start) {
    Later later = new Later(hub, Waiter.nanos(delay), start);
    hub.enter(later);
    return () -> hub.enter(later::callOff);
  }

  /** Closes what a green thread has abandoned, in a fresh one of its hub. */
  static boolean reap(Thread owner, Runnable close) {
    if (!(GreenThreads.taskOf(owner) instanceof GreenThread g) || g.hub().closed()) {
      return false;
    }
    g.hub().spawn("reaper", close);
    return true;
  }

  /** The group is shown no more. */
  void close() {
    group.close();
  }
}
