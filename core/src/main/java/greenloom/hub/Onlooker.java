package greenloom.hub;

import greenloom.jdk.GreenTask;

/**
 * Somebody who looks on while a loop works: a recording, Java Flight Recorder, a check. Told on the
 * hub's carrier, between runs; must not wait, and has to be quick. Times are of {@link
 * System#nanoTime}.
 */
interface Onlooker {
  /** {@code task} has become ready; for the first time if it is a green thread not yet listed. */
  default void ready(GreenTask task) {}

  /** {@code task} is about to run. */
  default void begins(GreenTask task, long now) {}

  /** {@code task} has run, and waits, is ready or has ended. */
  default void ran(GreenTask task, long begin, long end) {}

  /** The hub had nothing to do. */
  default void slept(long begin, long end) {}

  /** Who became ready at some moment had to wait so long for its turn. */
  default void queued(long nanos) {}
}
