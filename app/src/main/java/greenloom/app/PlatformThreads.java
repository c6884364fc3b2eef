package greenloom.app;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How many platform threads the whole process had, the JVM's own included. */
final class PlatformThreads {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private PlatformThreads() {}

  /** Forgets what was before. */
  static void resetPeak() {
    THREADS.resetPeakThreadCount();
  }

  /** The most that lived at one time since the last reset. */
  static int peak() {
    return THREADS.getPeakThreadCount();
  }
}
