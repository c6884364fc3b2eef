package greenloom.app.transfer;

import greenloom.app.console.Progress;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * What has been done so far, for progress and summary. Only greenlets of one hub touch it, so it
 * needs neither locks nor atomic counters.
 */
public final class Tally {
  private int planned;
  private int saved;
  private int failed;
  private int skipped;
  private int active;
  private int greenlets;
  private int greenletsPeak;
  private long bytes;

  /** So many more URLs are to be fetched. */
  public void plan(int urls) {
    planned += urls;
  }

  /** One URL is done with. */
  public void count(Outcome outcome) {
    switch (outcome) {
      case Outcome.Saved _ -> saved++;
      case Outcome.Failed _ -> failed++;
      case Outcome.Skipped _ -> skipped++;
    }
  }

  /** The body of a greenlet that is spawned right now and counts as alive until it has ended. */
  public <T> Callable<T> greenlet(Callable<T> body) {
    greenletsPeak = Math.max(greenletsPeak, ++greenlets);
    return () -> {
      try {
        return body.call();
      } finally {
        greenlets--;
      }
    };
  }

  void exchangeBegins() {
    active++;
  }

  void exchangeEnds() {
    active--;
  }

  void received(int count) {
    bytes += count;
  }

  /** URLs that stand in a file. */
  public int saved() {
    return saved;
  }

  /** URLs that could not be fetched. */
  public int failed() {
    return failed;
  }

  /** URLs that were left alone on purpose. */
  public int skipped() {
    return skipped;
  }

  /** Exchanges that are going on now. */
  public int active() {
    return active;
  }

  /** How far things are after some time. */
  public Progress progress(Duration elapsed) {
    return new TransferProgress(saved + failed + skipped, planned, failed, active, bytes, elapsed);
  }

  /** The most fetching greenlets that were alive at one time. */
  public int greenletsPeak() {
    return greenletsPeak;
  }
}
