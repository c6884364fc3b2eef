package greenloom.stress;

import java.time.Duration;
import java.util.Locale;

/** Tells on the standard error stream how far it is, every few seconds. */
public final class Progress {
  private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private final long begun = System.nanoTime();
  private final Duration all;
  private long told = begun;

  /** It will take about so long. */
  public Progress(Duration all) {
    this.all = all;
  }

  /** Tells it, unless something was told just before. */
  public void tell(String what) {
    long now = System.nanoTime();
    if (now - told >= EVERY_NANOS) {
      told = now;
      say(clock(Duration.ofNanos(now - begun)) + " of " + clock(all) + ", " + what);
    }
  }

  /** Tells it in any case. */
  public static void say(String what) {
    System.err.println("stress: " + what);
  }

  private static String clock(Duration d) {
    return String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
  }
}
