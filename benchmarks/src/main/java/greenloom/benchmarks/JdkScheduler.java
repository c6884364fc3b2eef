package greenloom.benchmarks;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/** The scheduler of the JDK's virtual threads. */
final class JdkScheduler {
  private static final String PREFIX = "jdk.virtualThreadScheduler.";

  private JdkScheduler() {}

  /**
   * Gives it one carrier. To be called before the first virtual thread of the process, when the
   * scheduler is made; fails if it is too late.
   */
  static void useOneCarrier() {
    System.setProperty(PREFIX + "parallelism", "1");
    System.setProperty(PREFIX + "maxPoolSize", "1");
    int carriers =
        ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class).getParallelism();
    if (carriers != 1) {
      throw new IllegalStateException("the JDK's scheduler has " + carriers + " carriers already");
    }
  }
}
