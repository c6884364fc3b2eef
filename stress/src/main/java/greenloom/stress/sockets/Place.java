package greenloom.stress.sockets;

import java.util.SplittableRandom;

/** Where a piece of code runs. */
enum Place {
  FIRST_HUB,
  /** The same one if there is only one. */
  LAST_HUB,
  /** A virtual thread of the JDK's own scheduler. */
  VIRTUAL_THREAD,
  PLATFORM_THREAD;

  /** Returns whether that is a greenlet, which can be killed. */
  boolean green() {
    return this == FIRST_HUB || this == LAST_HUB;
  }

  /** Chooses: mostly a hub. */
  static Place any(SplittableRandom random) {
    int percent = random.nextInt(100);
    if (percent < 90) {
      return hub(random);
    }
    return percent < 99 ? VIRTUAL_THREAD : PLATFORM_THREAD;
  }

  /** Chooses one of the hubs. */
  static Place hub(SplittableRandom random) {
    return random.nextBoolean() ? FIRST_HUB : LAST_HUB;
  }
}
