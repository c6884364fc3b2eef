package greenloom.hub;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The door to Java Flight Recorder, whose module may be missing. Its events are described in
 * docs/diagnosis.md. While nobody records, hubs know nothing of it.
 */
final class Jfr {
  private static final boolean PRESENT = present();

  private static final AtomicBoolean FOLLOWED = new AtomicBoolean();

  /** Whether somebody records. */
  private static volatile boolean on;

  private Jfr() {}

  /**
   * Begins to follow whether somebody records: at once if somebody does already, else on the
   * watchdog's thread, since it takes a while.
   */
  static void begin() {
    if (PRESENT && (Watchdog.OFF || JfrListener.recording())) {
      follow();
    }
  }

  static void follow() {
    if (PRESENT && FOLLOWED.compareAndSet(false, true)) {
      JfrListener.install();
    }
  }

  private static boolean present() {
    try {
      Class.forName("jdk.jfr.FlightRecorder", false, Jfr.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Somebody begins to record, or nobody does any more. */
  static synchronized void on(boolean now) {
    if (on != now) {
      if (now) {
        JfrEvents.load();
      }
      on = now;
      HubRegistry.all().forEach(now ? JfrEvents::lookAt : JfrEvents::lookAway);
    }
  }

  /** A hub has been made. */
  static void made(Hub hub) {
    if (on) {
      JfrEvents.lookAt(hub);
    }
  }

  /** The watchdog has seen that {@code thread} holds {@code hub}. */
  static void blocked(Hub hub, String thread, String what) {
    if (on) {
      JfrEvents.blocked(hub, thread, what);
    }
  }
}
