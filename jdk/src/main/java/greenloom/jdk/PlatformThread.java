package greenloom.jdk;

import java.util.concurrent.atomic.AtomicReference;

/** A platform thread for one job, for what a virtual thread cannot do: carry green threads. */
final class PlatformThread {
  private PlatformThread() {}

  /**
   * Runs {@code job} and returns when it has ended; what it throws comes out here. An interrupt of
   * the caller is kept for later.
   */
  static void run(Runnable job) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread helper =
        Thread.ofPlatform()
            .name("greenloom-helper")
            .daemon()
            .uncaughtExceptionHandler((t, e) -> failure.set(e))
            .start(job);
    boolean interrupted = false;
    while (helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure.get() != null) {
      throw Jdk25.sneaky(failure.get());
    }
  }
}
