package greenloom.hub;

import java.util.concurrent.TimeUnit;

/**
 * Whether a loop that has nothing to do looks for a moment at what comes from elsewhere, before it
 * goes to sleep. The hub's carrier only.
 *
 * <p>To sleep and be woken takes two threads some 10 microseconds, most of them in the operating
 * system, and more where a processor has gone to sleep, too. Two hubs that hand things to each
 * other, or a hub and a pool thread, would pay that each time. So a loop whose last sleep was
 * short, and was ended by such a thing, looks out the next time. To have seen nothing is a mistake:
 * it doubles how many sleeps go without, and two successes are needed to make up for one. So a hub
 * that has nothing to do burns nothing, and one that is woken a little too late each time nearly
 * nothing.
 *
 * <p>Never with one processor, where who is waited for could not run meanwhile, nor with {@code
 * -Dgreenloom.lookout=off}.
 */
final class LookOut {
  private static final int MOST_MISTAKES = 12;

  private final boolean allowed;
  private final long limit;
  private boolean due;
  private int mistakes; // those that are not made up for
  private boolean half; // of a mistake is made up for
  private int without; // so many sleeps

  LookOut(boolean allowed, long limit) {
    this.allowed = allowed;
    this.limit = limit;
  }

  /** One as the system properties and the machine will have it, of so many microseconds. */
  private static LookOut here(int micros) {
    boolean off = "off".equals(System.getProperty("greenloom.lookout"));
    return new LookOut(
        !off && Runtime.getRuntime().availableProcessors() > 1,
        TimeUnit.MICROSECONDS.toNanos(micros));
  }

  /** For what other threads put: as long as it takes to go to sleep and be woken. */
  static LookOut forThreads() {
    return here(20);
  }

  /** For what other processes send: as long as it takes to wake one, and for its answer. */
  static LookOut forProcesses() {
    return here(100);
  }

  /** For how many nanoseconds the loop shall look out now; 0 if not. */
  long nanos() {
    return due ? limit : 0;
  }

  /** Of a sleep that is shorter, in nanoseconds, most was the operating system's. */
  long shortSleep() {
    return 3 * limit;
  }

  /** The loop has slept, and what this looks out for has ended that, or not. */
  void slept(long nanos, boolean ended) {
    if (without > 0) {
      without--;
    } else {
      due = allowed && ended && nanos < shortSleep();
    }
  }

  /** The loop has looked out, and something has come: what this looks out for, or not. */
  void looked(boolean seen) {
    if (!due) {
      return;
    }
    due = seen;
    if (seen) {
      if (half && mistakes > 0) {
        mistakes--;
      }
      half = !half;
    }
  }

  /** The loop has looked out, and nothing has come. */
  void mistaken() {
    if (due) {
      due = false;
      without = 1 << mistakes;
      mistakes = Math.min(mistakes + 1, MOST_MISTAKES);
    }
  }
}
