package greenloom.app.crawl;

import greenloom.app.transfer.Outcome;
import java.time.Duration;

/**
 * What one crawl brought.
 *
 * @param pages HTML pages saved
 * @param images pictures saved
 * @param others other files saved
 * @param bytes length of all saved files
 * @param failed URLs that could not be fetched
 * @param skipped URLs left alone on purpose: redirected off the site, or not begun before the stop
 * @param disallowed links that robots.txt forbids
 * @param beyond links that the limits forbid
 * @param greenletsPeak the most fetching greenlets that were alive at one time
 * @param elapsed how long it took
 */
public record CrawlReport(
    int pages,
    int images,
    int others,
    long bytes,
    int failed,
    int skipped,
    int disallowed,
    int beyond,
    int greenletsPeak,
    Duration elapsed) {

  /** Files saved. */
  public int files() {
    return pages + images + others;
  }

  /** Adds up outcomes. */
  static final class Count {
    private int pages;
    private int images;
    private int others;
    private long bytes;
    private int failed;
    private int skipped;

    void add(Outcome outcome) {
      switch (outcome) {
        case Outcome.Saved saved -> add(saved);
        case Outcome.Failed _ -> failed++;
        case Outcome.Skipped _ -> skipped++;
      }
    }

    private void add(Outcome.Saved saved) {
      bytes += saved.bytes();
      if (saved.isHtml()) {
        pages++;
      } else if (saved.mediaType().startsWith("image/")) {
        images++;
      } else {
        others++;
      }
    }

    CrawlReport report(Frontier frontier, int greenletsPeak, Duration elapsed) {
      return new CrawlReport(
          pages,
          images,
          others,
          bytes,
          failed,
          skipped,
          frontier.disallowed(),
          frontier.beyond(),
          greenletsPeak,
          elapsed);
    }
  }
}
