package greenloom.hub;

import java.util.concurrent.TimeUnit;

/**
 * Whether a loop that has nothing to do looks for a moment at what comes from other threads, before
 * it goes to sleep. The hub's carrier only.
 *
 * <p>To sleep and be woken takes two threads some 10 microseconds, most of them in the operating
 * system. Two hubs that hand things to each other, or a hub and a pool thread, would pay that each
 * time. So a loop whose last sleep was short, and was ended by another thread, looks out the next
 * time. To have seen nothing is a mistake: it doubles how many sleeps go without, and two successes
 * are needed to make up for one. So a hub that has nothing to do burns nothing, and one that is
 * woken a little too late each time nearly nothing.
 *
 * <p>Never with one processor, where who is waited for could not run meanwhile, nor with {@code
 * -Dgreenloom.lookout=off}.
 */
final class LookOut {
  /** How long one is at most: as long as it takes to go to sleep and be woken. */
  static final long NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  /** Of a sleep that is shorter most was the operating system's. */
  static final long SHORT = 3 * NANOS;

  private static final int MOST_MISTAKES = 12;

  private final boolean allowed;
  private boolean due;
  private int mistakes; // those that are not made up for
  private boolean half; // of a mistake is made up for
  private int without; // so many sleeps

  LookOut(boolean allowed) {
    this.allowed = allowed;
  }

  /** One as the system properties and the machine will have it. */
  static LookOut here() {
    boolean off = "off".equals(System.getProperty("greenloom.lookout"));
    return new LookOut(!off && Runtime.getRuntime().availableProcessors() > 1);
  }

  /** Whether the loop shall look out now. */
  boolean due() {
    return due;
  }

  /** The loop has slept, and another thread has ended that, or not. */
  void slept(long nanos, boolean byOthers) {
    if (without > 0) {
      without--;
    } else {
      due = allowed && byOthers && nanos < SHORT;
    }
  }

  /** Something has come from another thread. */
  void seen() {
    if (half && mistakes > 0) {
      mistakes--;
    }
    half = !half;
  }

  /** Something has come, but from elsewhere. */
  void over() {
    due = false;
  }

  /** Nothing has come. */
  void mistaken() {
    due = false;
    without = 1 << mistakes;
    mistakes = Math.min(mistakes + 1, MOST_MISTAKES);
  }
}
